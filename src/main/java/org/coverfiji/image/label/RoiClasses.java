package org.coverfiji.image.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;

import ij.gui.Roi;

/**
 * Which ROI is of which class: by its group if any has one, otherwise by its name, in upper or lower case. A group
 * whose ROIs have one name is called by it. What the ROI Manager does to names counts for nothing: those it makes of
 * coordinates are none, and "nucleus-2" beside
 * "nucleus" is a nucleus. ROIs without any name or group are all "foreground". A class called "background" is class 0.
 */
final class RoiClasses {

    private static final String BACKGROUND = "background";
    private static final String FOREGROUND = "foreground";

    /** As in 0012-0345 and 0003-0012-0345, with what the ROI Manager adds to tell equal ones apart. */
    private static final Pattern COORDINATES = Pattern.compile("\\d{4,}-\\d{4,}(-\\d{4,})?(-\\d+)?");
    private static final Pattern COPY = Pattern.compile("(.+)-\\d+");

    private final List<String> names = new ArrayList<>();
    private final int[] classes;

    /** @throws CoverException if a ROI has no class though others have, or there is only one class */
    RoiClasses(List<Roi> rois, boolean unlabelledIsIgnored) {
        boolean byGroup = rois.stream().anyMatch(roi -> roi.getGroup() > 0);
        Set<String> given = rois.stream().map(RoiClasses::name).collect(Collectors.toSet());
        boolean anyName = given.stream().anyMatch(name -> !name.isEmpty());
        String[] keys = new String[rois.size()];
        // Groups before each other by number, names by the alphabet, the background before all.
        Map<String, String> nameOfKey = new TreeMap<>();
        for (int i = 0; i < keys.length; i++) {
            Roi roi = rois.get(i);
            String name = byGroup ? groupName(roi, rois) : anyName ? name(roi, given) : FOREGROUND;
            if (name.isEmpty()) {
                throw new CoverException("The ROI " + roi.getName() + " has no " + (byGroup ? "group" : "name")
                        + ", though others have; give it one, so that its class is known.");
            }
            boolean background = name.equalsIgnoreCase(BACKGROUND);
            keys[i] = background ? "" : byGroup ? String.format(Locale.ROOT, "%03d", roi.getGroup())
                    : name.toLowerCase(Locale.ROOT);
            nameOfKey.putIfAbsent(keys[i], background ? BACKGROUND : name);
        }
        if (!unlabelledIsIgnored) {
            nameOfKey.put("", BACKGROUND);
        }
        if (nameOfKey.size() < 2) {
            throw new CoverException("All ROIs are of one class (" + nameOfKey.values().iterator().next() + "); "
                    + (unlabelledIsIgnored ? "if unlabelled pixels are to be ignored, give ROIs of at least two classes"
                    + " different groups or names." : "draw ROIs of something else than the background."));
        }
        names.addAll(nameOfKey.values());
        List<String> order = new ArrayList<>(nameOfKey.keySet());
        classes = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            classes[i] = order.indexOf(keys[i]);
        }
    }

    /** The name that the user gave the group, or that all of its ROIs have, as those of a segmentation. */
    private static String groupName(Roi roi, List<Roi> rois) {
        if (roi.getGroup() == 0) {
            return "";
        }
        if (Roi.getGroupName(roi.getGroup()) != null) {
            return Roi.getGroupName(roi.getGroup());
        }
        List<Roi> group = rois.stream().filter(one -> one.getGroup() == roi.getGroup()).collect(Collectors.toList());
        Set<String> names = group.stream().map(RoiClasses::name).collect(Collectors.toSet());
        Set<String> different = group.stream().map(one -> name(one, names)).collect(Collectors.toSet());
        String only = different.size() == 1 ? different.iterator().next() : "";
        return only.isEmpty() ? "group " + roi.getGroup() : only;
    }

    static String name(Roi roi) {
        String name = roi.getName() == null ? "" : roi.getName().strip();
        return COORDINATES.matcher(name).matches() ? "" : name;
    }

    private static String name(Roi roi, Set<String> given) {
        Matcher copy = COPY.matcher(name(roi));
        return copy.matches() && given.contains(copy.group(1)) ? copy.group(1) : name(roi);
    }

    List<String> names() {
        return names;
    }

    int classOf(int roi) {
        return classes[roi];
    }
}

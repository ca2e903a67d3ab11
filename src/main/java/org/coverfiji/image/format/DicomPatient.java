package org.coverfiji.image.format;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.plugin.DICOM;

/**
 * Whose image a DICOM file is, so that images of one patient are kept together. For comparing in memory only: nothing
 * of it may get into models, tables or messages.
 */
public final class DicomPatient {

    private static final int MARK = 132;
    private static final Pattern PATIENT = tag("0010,0020");
    private static final Pattern SERIES = tag("0020,000E");

    private DicomPatient() {
    }

    private static Pattern tag(String number) {
        return Pattern.compile("^" + number + "[^:\\n]*:[ \\t]*(\\S[^\\n]*)", Pattern.MULTILINE);
    }

    /** Equal for images of one patient or, where the file names none, of one series; empty if it is no DICOM file. */
    public static String of(File file) {
        if (!isDicom(file)) {
            return "";
        }
        String header = new DICOM().getInfo(file.getPath());
        String patient = header == null ? "" : value(PATIENT, header);
        return !patient.isEmpty() ? "patient " + patient : header == null ? "" : value(SERIES, header);
    }

    private static boolean isDicom(File file) {
        try (InputStream in = new FileInputStream(file)) {
            byte[] start = in.readNBytes(MARK);
            return start.length == MARK && DicomHeader.matches(start);
        } catch (IOException e) {
            return false;
        }
    }

    private static String value(Pattern pattern, String header) {
        Matcher found = pattern.matcher(header);
        return found.find() ? found.group(1).trim() : "";
    }
}

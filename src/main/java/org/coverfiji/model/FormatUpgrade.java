package org.coverfiji.model;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * Brings model.json of an older format to the newest, so that the rest of the suite knows that alone; see
 * {@code docs/format.md}.
 */
final class FormatUpgrade {

    private static final String LOSSES = "losses";
    private static final String[] COVER_LOSSES = {"vector", "consistency"};
    private static final String[] COVER_SETTINGS = {"head_dimension", "heads", "amplitude", "consistency", "motion"};

    private FormatUpgrade() {
    }

    /**
     * The whole model.json as the newest format has it.
     *
     * @param version its format, at least 1
     */
    static String apply(String json, int version) {
        JsonObject whole = ModelJson.GSON.fromJson(json, JsonObject.class);
        if (version < 2) {
            whole.add("state", whole.remove("optimizerState"));
            JsonObject description = object(whole, "description");
            if (description != null) {
                namedLosses(description);
                methodSettings(description);
            }
        }
        return ModelJson.GSON.toJson(whole);
    }

    private static JsonObject object(JsonObject parent, String name) {
        JsonElement element = parent.get(name);
        return element == null || !element.isJsonObject() ? null : element.getAsJsonObject();
    }

    /** Format 1 had COVER's two losses as fields of a point of the history. */
    private static void namedLosses(JsonObject description) {
        JsonElement history = description.get("history");
        if (history == null || !history.isJsonArray()) {
            return;
        }
        for (JsonElement element : (JsonArray) history) {
            JsonObject point = element.getAsJsonObject();
            JsonObject losses = new JsonObject();
            for (String name : COVER_LOSSES) {
                losses.add(name, point.remove(name));
            }
            point.add(LOSSES, losses);
        }
    }

    /** Format 1 had what COVER adds to the U-Net in the network, and COVER's other settings among all settings. */
    private static void methodSettings(JsonObject description) {
        JsonObject settings = new JsonObject();
        JsonObject network = object(description, "network");
        if (network != null) {
            lift(network, "headDimension", settings, "head_dimension");
            lift(network, "heads", settings, "heads");
            lift(network, "amplitude", settings, "amplitude");
        }
        JsonObject given = object(description, "settings");
        if (given != null) {
            for (String name : COVER_SETTINGS) {
                lift(given, name, settings, name);
            }
        }
        description.add("methodSettings", settings);
        description.add("notes", new JsonArray());
    }

    /** Numbers in brackets become texts with commas. */
    private static void lift(JsonObject from, String name, JsonObject to, String newName) {
        JsonElement value = from.remove(name);
        if (value == null) {
            return;
        }
        to.addProperty(newName, value.isJsonPrimitive() ? value.getAsString() : StreamSupport
                .stream(value.getAsJsonArray().spliterator(), false).map(JsonElement::getAsString)
                .collect(Collectors.joining(",")));
    }
}

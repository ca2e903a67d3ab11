package org.coverfiji.model;

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
            namedLosses(whole);
        }
        return ModelJson.GSON.toJson(whole);
    }

    /** Format 1 had COVER's two losses as fields of a point of the history. */
    private static void namedLosses(JsonObject json) {
        JsonElement description = json.get("description");
        if (description == null || !description.isJsonObject()) {
            return;
        }
        JsonElement history = description.getAsJsonObject().get("history");
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
}

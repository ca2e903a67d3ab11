package org.coverfiji.model;

import java.io.IOException;

import org.coverfiji.engine.api.NetworkConfiguration;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;

/** How model.json is spelled: indented for people, but arrays of numbers and points of the history on one line each. */
final class ModelJson {

    private static final String INDENT = "  ";

    /** Losses of a diverged training are NaN, and are to be seen as such. */
    static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeSpecialFloatingPointValues()
            .disableHtmlEscaping().registerTypeAdapter(NetworkConfiguration.class, new NetworkAdapter().nullSafe())
            .registerTypeAdapterFactory(new OneLine()).create();

    private ModelJson() {
    }

    /** Goes through the constructor, so that what was read has been checked. */
    private static final class NetworkAdapter extends TypeAdapter<NetworkConfiguration> {

        @Override
        public void write(JsonWriter out, NetworkConfiguration network) {
            NetworkFields fields = new NetworkFields();
            fields.dimensions = network.dimensions();
            fields.inputChannels = network.inputChannels();
            fields.widths = network.widths();
            GSON.toJson(fields, NetworkFields.class, out);
        }

        @Override
        public NetworkConfiguration read(JsonReader in) {
            NetworkFields fields = GSON.fromJson(in, NetworkFields.class);
            return new NetworkConfiguration(fields.dimensions, fields.inputChannels, fields.widths);
        }
    }

    private static final class NetworkFields {
        private int dimensions;
        private int inputChannels;
        private int[] widths = {};
    }

    private static final class OneLine implements TypeAdapterFactory {

        @Override
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            Class<? super T> raw = type.getRawType();
            if (raw != int[].class && raw != float[].class && raw != double[].class && raw != HistoryPoint.class
                    && raw != TaskPoint.class) {
                return null;
            }
            TypeAdapter<T> delegate = gson.getDelegateAdapter(this, type);
            return new TypeAdapter<T>() {

                @Override
                public void write(JsonWriter out, T value) throws IOException {
                    out.setIndent("");
                    delegate.write(out, value);
                    out.setIndent(INDENT);
                }

                @Override
                public T read(JsonReader in) throws IOException {
                    return delegate.read(in);
                }
            };
        }
    }
}

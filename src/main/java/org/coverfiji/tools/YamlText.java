package org.coverfiji.tools;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML 1.2: maps, lists, texts, numbers, flags and nothing else, whatever a file asks for. */
public final class YamlText implements Function<String, Object> {

    private static final String TOO_DEEP = "its lists and maps lie too deep in one another";

    /** @throws CoverException if it is no YAML, or lies deeper or repeats itself more often than anybody writes */
    @Override
    public Object apply(String text) {
        try {
            Object content = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                    .loadFromString(text);
            count(content, 0, 0);
            return content;
        } catch (YamlEngineException e) {
            throw new CoverException(e.getMessage().replaceAll("\\s+", " ").trim(), e);
        } catch (StackOverflowError e) {
            throw new CoverException(TOO_DEEP, e);
        }
    }

    /** A list may hold itself, and a few lines that name one another stand for any number of values. */
    private static int count(Object content, int depth, int before) {
        if (depth > Limits.HEADER_DEPTH) {
            throw new CoverException(TOO_DEEP);
        }
        int values = before + 1;
        if (values > Limits.TEXT_VALUES) {
            throw new CoverException("it stands for more than " + Limits.TEXT_VALUES + " values");
        }
        if (content instanceof Map) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) content).entrySet()) {
                values = count(entry.getValue(), depth + 1, count(entry.getKey(), depth + 1, values));
            }
        } else if (content instanceof Collection) {
            for (Object item : (Collection<?>) content) {
                values = count(item, depth + 1, values);
            }
        }
        return values;
    }
}

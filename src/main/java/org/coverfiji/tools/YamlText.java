package org.coverfiji.tools;

import java.util.function.Function;

import org.coverfiji.CoverException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML 1.2: maps, lists, texts, numbers, flags and nothing else, whatever a file asks for. */
public final class YamlText implements Function<String, Object> {

    /** @throws CoverException if it is no YAML */
    @Override
    public Object apply(String text) {
        try {
            return new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(text);
        } catch (YamlEngineException e) {
            throw new CoverException(e.getMessage().replaceAll("\\s+", " ").trim(), e);
        } catch (StackOverflowError e) {
            throw new CoverException("its lists and maps lie too deep in one another", e);
        }
    }
}

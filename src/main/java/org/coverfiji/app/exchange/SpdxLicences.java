package org.coverfiji.app.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import org.coverfiji.CoverException;

/** The licences that bioimage.io knows: those of the SPDX list, by their identifiers. */
final class SpdxLicences {

    private static final String LIST = "spdx-licences.txt";

    private SpdxLicences() {
    }

    /**
     * The identifier as the list spells it.
     *
     * @param text in any case
     * @throws CoverException if there is none
     */
    static String named(String text) {
        try (InputStream in = SpdxLicences.class.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#") && line.equalsIgnoreCase(text.trim())).findFirst()
                    .orElseThrow(() -> new CoverException("licence is \"" + text + "\"; it must be an identifier of the"
                            + " SPDX licence list, such as CC-BY-4.0, CC0-1.0, MIT or GPL-3.0-or-later."));
        } catch (IOException e) {
            throw new IllegalStateException(LIST, e);
        }
    }
}

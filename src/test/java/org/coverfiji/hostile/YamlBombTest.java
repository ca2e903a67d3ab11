package org.coverfiji.hostile;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;

import org.coverfiji.app.compare.YamlFile;
import org.coverfiji.image.Expect;
import org.junit.Test;

/** Few lines of YAML that stand for a lot. */
public class YamlBombTest {

    @Test(timeout = 30000)
    public void listsThatHoldThemselvesOrOneAnotherAreRefused() {
        Expect.failure(() -> YamlFile.parse("a: &a [*a]", "self.yaml"), "self.yaml", "too deep in one another");
        Expect.failure(() -> YamlFile.parse("a: " + "[".repeat(500) + "]".repeat(500), "deep.yaml"), "deep.yaml",
                "too deep in one another");
        StringBuilder laughs = new StringBuilder("a0: &a0 [1, 2]\n");
        for (int i = 1; i <= 24; i++) {
            laughs.append("a").append(i).append(": &a").append(i).append(" [*a").append(i - 1).append(", *a")
                    .append(i - 1).append("]\n");
        }
        Expect.failure(() -> YamlFile.parse(laughs.toString(), "laughs.yaml"), "laughs.yaml",
                "stands for more than 65536 values");
    }

    @Test
    public void aliasesThatPeopleWriteAreRead() {
        assertEquals(Map.of("a", List.of("x"), "b", List.of("x")), YamlFile.parse("a: &a [x]\nb: *a", "alias.yaml"));
    }
}

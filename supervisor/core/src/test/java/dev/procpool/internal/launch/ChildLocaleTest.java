package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildLocaleTest {

    private static Map<String, String> used(Map<String, String> variables, Map<String, String> own, String charset) {
        Map<String, String> changed = new HashMap<>(variables);
        ChildLocale.useUtf8(changed, own, charset);
        return changed;
    }

    @Test
    void aLocaleThatThisJvmFindsWithoutUtf8IsReplaced() {
        Map<String, String> notInstalled = Map.of("LANG", "xx_YY.UTF-8");

        assertThat(used(notInstalled, notInstalled, "ANSI_X3.4-1968"))
                .containsEntry("LC_ALL", "C.UTF-8")
                .containsEntry("LANG", "xx_YY.UTF-8");
        assertThat(used(Map.of(), Map.of(), "ANSI_X3.4-1968")).containsEntry("LC_ALL", "C.UTF-8");
        assertThat(used(notInstalled, notInstalled, "GBK")).containsEntry("LC_ALL", "C.UTF-8");
    }

    @Test
    void aLocaleThatThisJvmFindsWithUtf8Stays() {
        Map<String, String> installed = Map.of("LANG", "zh_CN.UTF-8");

        assertThat(used(installed, installed, "UTF-8")).isEqualTo(installed);
    }

    @Test
    void aLocaleThatTheUserGivesToWorkersIsReplacedOnlyIfItIsC() {
        Map<String, String> own = Map.of("LANG", "C.UTF-8");

        assertThat(used(Map.of("LC_CTYPE", "POSIX"), own, "UTF-8")).containsEntry("LC_ALL", "C.UTF-8");
        assertThat(used(Map.of("LANG", "ja_JP.UTF-8"), own, "UTF-8")).doesNotContainKey("LC_ALL");
    }
}

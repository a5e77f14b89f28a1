package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.start.JvmInput;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class InheritedOptionsTest {

    private static Properties properties(Map<String, String> entries) {
        Properties properties = new Properties();
        properties.putAll(entries);
        return properties;
    }

    @Test
    void switchesAreInheritedAndAgentsAndSizesAreNot() {
        List<String> options =
                List.of("-ea", "-da:com.acme...", "--enable-preview", "-Xmx1g", "-javaagent:a.jar", "-Xdebug", "-Dx=y");

        assertThat(InheritedOptions.of(options, new Properties()))
                .containsExactly("-ea", "-da:com.acme...", "--enable-preview");
    }

    @Test
    void aPropertyOfTheLocaleIsInheritedIfItWasGiven() {
        Properties properties = properties(Map.of("user.timezone", "Asia/Tokyo", "user.language", "en"));

        assertThat(InheritedOptions.of(List.of("-Duser.timezone=Asia/Tokyo"), properties))
                .containsExactly("-Duser.timezone=Asia/Tokyo");
    }

    @Test
    void proxiesAndSecurityPropertiesAreInheritedAsTheyAreNow() {
        Properties properties = properties(Map.of(
                "http.proxyHost",
                "p",
                "http.proxyPassword",
                "secret",
                "java.security.egd",
                "e",
                "socksProxyPort",
                "1"));

        assertThat(InheritedOptions.of(List.of(), properties))
                .containsExactly("-Dhttp.proxyHost=p", "-Djava.security.egd=e", "-DsocksProxyPort=1");
    }

    @Test
    void toolOptionsAreInheritedWithoutAgentsDebugPortsAndSizes() {
        assertThat(ToolOptions.inherited(" -Da='b c' -agentlib:jdwp=transport=dt_socket -Xms1g  -XX:+UseZGC"
                        + " -XX:MaxRAMPercentage=75 -Dcom.sun.management.jmxremote.port=1 -D\"d e\"=f word"))
                .containsExactly("-Da=b c", "-XX:+UseZGC", "-Dd e=f");
    }

    @Test
    void theOptionsOfThisJvmAreKnown() {
        assertThat(JvmInput.options()).contains("-Dchronicle.analytics.disable=true");
    }
}

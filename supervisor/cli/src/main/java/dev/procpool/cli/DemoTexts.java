package dev.procpool.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** The texts of the demos in one language. Immutable. */
record DemoTexts(ResourceBundle bundle) {

    private static final String BUNDLE = "dev.procpool.demo.texts";
    private static final List<String> LANGUAGES = List.of("en", "zh");

    /** The language of messages, by which POSIX finds it. */
    private static final List<String> VARIABLES = List.of("LC_ALL", "LC_MESSAGES", "LANG");

    private static final String SET_BY_LAUNCHER = "C.UTF-8";

    /** The texts in a language: {@code en} or {@code zh}. */
    static DemoTexts in(String language) {
        if (!LANGUAGES.contains(language)) {
            throw new UsageException("--lang is zh or en, not '" + language + "'");
        }
        Locale locale = language.equals("zh") ? Locale.CHINESE : Locale.ROOT;
        return new DemoTexts(ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    /**
     * The language that the environment asks for; English where it asks for none of ours. The default locale of Java is
     * English, too, where the one of the environment is not installed; the launcher then passes the language to Java.
     */
    static String languageOf(Map<String, String> environment, Locale ofJava) {
        String wanted = VARIABLES.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .filter(value -> !value.equals(SET_BY_LAUNCHER))
                .orElseGet(ofJava::getLanguage);
        return wanted.startsWith("zh") ? "zh" : "en";
    }

    String get(String key) {
        return bundle.getString(key);
    }

    boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** The first of these texts that there is. */
    String firstOf(String... keys) {
        return get(Stream.of(keys).filter(this::has).findFirst().orElse(keys[0]));
    }
}

package dev.procpool.cli;

import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The options of a command in its help text: in groups with headings, in the order of {@link HelpOrder}. */
final class OptionList implements IHelpSectionRenderer {

    /** Commands are before options. */
    private static final List<String> SECTIONS = List.of(
            UsageMessageSpec.SECTION_KEY_HEADER,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS,
            UsageMessageSpec.SECTION_KEY_DESCRIPTION,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
            UsageMessageSpec.SECTION_KEY_FOOTER);

    private static final String WITHOUT_GROUPS = "Options";
    private static final String LAST_GROUP = "Others";

    /** Lists the options of a command and of its subcommands in this way. */
    static void applyTo(CommandLine commandLine) {
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionList());
        commandLine.setHelpSectionKeys(SECTIONS);
        commandLine.getSubcommands().values().forEach(OptionList::applyTo);
    }

    @Override
    public String render(Help help) {
        List<OptionSpec> all =
                help.commandSpec().options().stream().filter(o -> !o.hidden()).toList();
        StringBuilder text = new StringBuilder();
        for (int place : HelpOrder.places()) {
            add(HelpOrder.heading(place), option -> option.order() == place, all, help, text);
        }
        String heading = text.isEmpty() ? WITHOUT_GROUPS : LAST_GROUP;
        add(heading, option -> HelpOrder.heading(option.order()) == null, all, help, text);
        return text.toString();
    }

    private static void add(
            String heading, Predicate<OptionSpec> isOfGroup, List<OptionSpec> all, Help help, StringBuilder text) {
        List<OptionSpec> group = all.stream().filter(isOfGroup).toList();
        if (!group.isEmpty()) {
            Help.Layout layout = help.createDefaultLayout(all, List.of(), help.colorScheme());
            layout.addAllOptions(group, help.parameterLabelRenderer());
            text.append("%n%s:%n".formatted(heading)).append(layout);
        }
    }
}

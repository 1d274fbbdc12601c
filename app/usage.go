package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/backend/locale"
)

// usageError is a call that is wrongly put, with the text that says how.
type usageError struct {
	key    string
	params locale.Params
}

func (e usageError) Error() string { return locale.Text(locale.English, e.key, e.params) }

func usage(key string, params locale.Params) error { return usageError{key, params} }

// flagError turns what the flag parser says into our own words.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	var form *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			name = "-" + unknown.GetSpecifiedName()
		}
		return usage("usage.flag", locale.Params{"flag": name, "verb": cmd.CommandPath()})
	case errors.As(err, &form):
		return usage("usage.flag", locale.Params{"flag": form.GetSpecifiedFlag(), "verb": cmd.CommandPath()})
	case errors.As(err, &bare):
		return usage("usage.flagBare", locale.Params{"flag": "--" + bare.GetFlag().Name})
	case errors.As(err, &wrong):
		return usage("usage.flagValue", locale.Params{"flag": "--" + wrong.GetFlag().Name, "value": wrong.GetValue()})
	}
	return err
}

// requiredFlags refuses a call without a flag its verb cannot do without.
func requiredFlags(cmd *cobra.Command) error {
	var missing []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if _, required := flag.Annotations[cobra.BashCompOneRequiredFlag]; required && !flag.Changed {
			missing = append(missing, "--"+flag.Name)
		}
	})
	if len(missing) == 0 {
		return nil
	}
	return usage("usage.flagMissing", locale.Params{"flags": strings.Join(missing, ", "), "verb": cmd.CommandPath()})
}

// noWords is for verbs that take none; what follows a group of verbs was meant as
// one of them.
func noWords(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case cmd.HasSubCommands():
		return usage("usage.command", locale.Params{"word": args[0], "verb": cmd.CommandPath()})
	}
	return usage("usage.tooMuch", locale.Params{"word": args[0], "verb": cmd.CommandPath()})
}

// oneWord is for verbs that take exactly one.
func oneWord(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return usage("usage.form", locale.Params{"form": callOf(cmd)})
}

// oneOf is for verbs that take one word of a list.
func oneOf(words []string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := oneWord(cmd, args); err != nil {
			return err
		}
		if !slices.Contains(words, args[0]) {
			return usage("usage.oneOf", locale.Params{"verb": cmd.CommandPath(), "word": args[0], "words": strings.Join(words, ", ")})
		}
		return nil
	}
}

// callOf is how a verb is called, as its help says.
func callOf(cmd *cobra.Command) string { return cmd.Parent().CommandPath() + " " + cmd.Use }

// group is a word that only begins other verbs.
func group(name, short string, verbs ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use: name, Short: short, Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var names []string
			for _, verb := range cmd.Commands() {
				names = append(names, verb.Name())
			}
			return usage("usage.group", locale.Params{"verb": cmd.CommandPath(), "words": strings.Join(names, ", ")})
		},
	}
	cmd.AddCommand(verbs...)
	return cmd
}

// helpCommand shows a verb's help; the one of the library ends a wrong word with 0.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [VERB]",
		Short: "Show how a verb is called",
		RunE: func(cmd *cobra.Command, args []string) error {
			verb, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return noWords(cmd.Root(), args)
			}
			return verb.Help()
		},
	}
}

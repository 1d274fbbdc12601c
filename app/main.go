// Command paddock is the front desk of a riding club: the window, and the same
// desk on the command line.
//
// It wires and decides nothing: every verb opens the data folder, calls package
// desk and prints. It alone imports the window toolkit. What a person must act
// on is said in their language; help is in English, as the words of the commands
// are.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/frontend"
)

// Exit codes that scripts may rely on (ARCHITECTURE, Command line). A fault of
// the machine ends with 1 as well.
const (
	exitDone    = 0
	exitRefused = 1
	exitUsage   = 2
)

func main() {
	joinConsole()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// cli is one call of the program: the global flags and where its words go.
type cli struct {
	dir  string // --data
	as   string // --as: who acts; "" is the owner
	json bool   // --json

	asked string // who confirmed a restore in the window; "" for nobody

	out, errs io.Writer
	screens   fs.FS       // the built frontend
	lang      locale.Lang // the club's once it is known, until then the system's
}

// run does what the arguments say and returns the exit code.
func run(args []string, out, errs io.Writer) int {
	screens, err := fs.Sub(frontend.Dist, "dist")
	if err != nil {
		panic(err) // the name is ours
	}
	c := &cli{out: out, errs: errs, screens: screens, lang: systemLanguage()}
	return c.run(args)
}

func (c *cli) run(args []string) int {
	root := c.root()
	root.SetArgs(args)
	root.SetOut(c.out)
	root.SetErr(c.errs)
	return c.exit(root.Execute())
}

// root is the command tree. Without a verb it opens the window.
func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "paddock [FILE]",
		Short:         "The front desk of a riding club",
		Long:          "Paddock is the front desk of a riding club. Without a verb it opens the window; a list of members or a bank’s file given to it opens there, and a backup is restored once that is confirmed.",
		Args:          oneFile,
		SilenceErrors: true,
		SilenceUsage:  true,
		// The library would check them next, in its own words.
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return requiredFlags(cmd) },
		RunE:              func(cmd *cobra.Command, words []string) error { return c.window(cmd.Context(), words...) },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(helpCommand())
	root.SetContext(context.Background())
	flags := root.PersistentFlags()
	flags.StringVar(&c.dir, "data", "", "data folder (default: the system's)")
	flags.StringVar(&c.as, "as", "", "who acts, by name (default: the owner)")
	flags.BoolVar(&c.json, "json", false, "answer in JSON")
	root.AddCommand(c.verbs()...)
	return root
}

// verbs lists the commands in the order people meet them.
func (c *cli) verbs() []*cobra.Command {
	return []*cobra.Command{
		c.serveCommand(),
		c.demoCommand(),
		c.importCommand(),
		c.printCommand(),
		c.listCommand(),
		c.exportCommand(),
		c.statementCommand(),
		c.qrCommand(),
		c.checkCommand(),
		c.closeCommand(),
		c.archiveCommand(),
		c.verifyCommand(),
		c.backupCommand(),
		c.restoreCommand(),
		c.pinCommand(),
		c.openapiCommand(),
		c.workerCommand(),
		c.versionCommand(),
	}
}

// exit says what went wrong in one sentence and returns the exit code.
func (c *cli) exit(err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(c.errs, c.sentence(err))
	if errors.As(err, new(usageError)) {
		return exitUsage
	}
	return exitRefused
}

// sentence is what a person reads about an error, in their language. Of a fault
// it names the log, where whoever looks after the computer finds what it was.
func (c *cli) sentence(err error) string {
	var wrong usageError
	var refusal *club.Error
	switch {
	case errors.As(err, &wrong):
		return locale.Text(c.lang, wrong.key, wrong.params)
	case errors.As(err, &refusal):
		return locale.Text(c.lang, "error."+string(refusal.Code), refusal.Params)
	}
	log, failed := openLog()
	if failed != nil {
		return "paddock: " + err.Error() // nowhere else to tell it
	}
	defer log.Close()
	slog.New(slog.NewTextHandler(log, nil)).Error("fault", "error", err, "version", programVersion())
	return locale.Text(c.lang, "fault.inLog", locale.Params{"file": log.Name()})
}

// open opens the data folder for somebody who works there. Reading verbs open it
// read-only, so that they work beside a running window.
func (c *cli) open(ctx context.Context, o desk.Options) (*desk.Desk, error) {
	dir, err := c.folder()
	if err != nil {
		return nil, err
	}
	o.Dir, o.Version = dir, programVersion()
	d, err := desk.Open(ctx, o)
	if err != nil {
		c.askLanguage(ctx, o)
		return nil, err
	}
	c.speakAs(ctx, d)
	if _, err := d.Person(ctx, c.as); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// speakAs takes the club's language, once there is a club.
func (c *cli) speakAs(ctx context.Context, d *desk.Desk) {
	if settings, err := d.Settings(ctx); err == nil && settings.Identity.Language.Valid() {
		c.lang = settings.Identity.Language
	}
}

// askLanguage takes it from data that cannot be written, because another program
// holds it, and can be read.
func (c *cli) askLanguage(ctx context.Context, o desk.Options) {
	o.ReadOnly = true
	if d, err := desk.Open(ctx, o); err == nil {
		c.speakAs(ctx, d)
		d.Close()
	}
}

// folder is the data folder this call works on.
func (c *cli) folder() (string, error) {
	if c.dir == "" {
		dir, err := dataDir()
		if err != nil {
			return "", err
		}
		c.dir = dir
	}
	return c.dir, nil
}

// systemLanguage is what the environment asks for, as POSIX ranks it; English
// where it asks for none of ours.
func systemLanguage() locale.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		value := os.Getenv(name)
		if value == "" {
			continue
		}
		if lang := locale.Lang(value[:min(2, len(value))]); slices.Contains(locale.Langs, lang) {
			return lang
		}
		break
	}
	return locale.English
}

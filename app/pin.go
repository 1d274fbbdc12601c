package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"paddock/backend/desk"
	"paddock/backend/locale"
)

// pinCommand helps whoever forgot their PIN. It is here and not on the lock
// screen, because who can start it already holds the data.
func (c *cli) pinCommand() *cobra.Command {
	return group("pin", "Take a forgotten PIN away", &cobra.Command{
		Use:   "reset",
		Short: "Take away the PIN of the owner, or of --as NAME",
		Long: "Take away the PIN of the owner, or of --as NAME. Without the owner's the desk does not\n" +
			"lock; a new one is chosen in the window. The journal keeps that it was done.",
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.writing(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				person, err := d.Person(ctx, c.as)
				if err != nil {
					return err
				}
				who, err := d.ResetPIN(ctx, desk.Request{Actor: person})
				if err != nil {
					return err
				}
				if c.json {
					return c.printJSON(who)
				}
				_, err = fmt.Fprintln(c.out, locale.Text(c.lang, "pin.taken", locale.Params{"name": who.Name}))
				return err
			})
		},
	})
}

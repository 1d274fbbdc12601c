package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/desk"
)

// workerCommand sells without end and says "ack NUMBER" after each sale that is
// safe on the disk. It is hidden: fault tests kill it, fill its disk and cut its
// power, and then ask verify whether an acknowledged sale was lost (PERFORMANCE,
// section "Shape").
func (c *cli) workerCommand() *cobra.Command {
	most := 0
	cmd := &cobra.Command{
		Use:    "worker",
		Short:  "Sell without end, for fault tests",
		Hidden: true,
		Args:   noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.writing(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				person, err := d.Person(ctx, c.as)
				if err != nil {
					return err
				}
				offers, err := d.OffersFor(ctx, 0, 0)
				if err != nil {
					return err
				}
				if len(offers.Fits) == 0 {
					return usage("usage.noOffer", nil)
				}
				for n := 0; most == 0 || n < most; n++ {
					offer := offers.Fits[n%len(offers.Fits)].Offer
					number, err := sellOne(ctx, d, desk.Request{Actor: person}, offer.ID)
					if err != nil {
						return err
					}
					if _, err := fmt.Fprintln(c.out, "ack", number); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	cmd.Flags().IntVar(&most, "max", 0, "how many sales; 0 is without end")
	return cmd
}

// sellOne sells one thing to nobody in particular, for cash.
func sellOne(ctx context.Context, d *desk.Desk, req desk.Request, offer catalogue.OfferID) (string, error) {
	cart, err := d.OpenCart(ctx, req, 0, desk.AddLine{Offer: offer, Quantity: 1})
	if err != nil {
		return "", err
	}
	sale, err := d.Checkout(ctx, req, cart.ID, desk.Checkout{Tenders: []billing.Tender{
		{Way: billing.Cash, Cents: cart.Total, Tendered: cart.Total + 500},
	}})
	return sale.Invoice.Number, err
}

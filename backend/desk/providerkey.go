package desk

import (
	"context"
	"errors"
	"net/url"

	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/payment"
)

// LinkSecret is the name under which the one key of a provider was kept before each
// provider had its own; the club's provider takes it over (ownLinkKey).
const LinkSecret = "link"

// linkSecret is the name the key of a provider, and of its shop where it has shops, has
// among the secrets: a link is looked at with the key of who made it.
func linkSecret(provider, shop string) string {
	switch provider {
	case "":
		return LinkSecret
	case "systempay", "payzen":
		return LinkSecret + "-" + provider + "-" + url.QueryEscape(shop)
	}
	return LinkSecret + "-" + provider
}

// ownLinkKey gives a key that is kept for no provider by name to the club's.
func (d *Desk) ownLinkKey(c clubNow) error {
	key, err := d.secrets.Secret(LinkSecret)
	if errors.Is(err, ErrNoSecret) || err == nil && c.Policy.LinkProvider == "" {
		return nil
	}
	if err != nil {
		return err
	}
	own := linkSecret(c.Policy.LinkProvider, c.Policy.LinkShop)
	if _, err := d.secrets.Secret(own); errors.Is(err, ErrNoSecret) {
		err = d.secrets.KeepSecret(own, key)
		if err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	return d.secrets.KeepSecret(LinkSecret, "")
}

// provider is a payment provider, with the key this computer keeps for it and its shop.
func (d *Desk) provider(c clubNow, name, shop string) (payment.Provider, error) {
	if err := d.ownLinkKey(c); err != nil {
		return nil, err
	}
	key, err := d.secrets.Secret(linkSecret(name, shop))
	if errors.Is(err, ErrNoSecret) {
		return nil, &payment.Problem{Kind: payment.BadKey, Detail: "no key is kept on this computer"}
	}
	if err != nil {
		return nil, err
	}
	switch name {
	case "stripe":
		return payment.Stripe{Key: key, Base: d.pay}, nil
	case "mollie":
		return payment.Mollie{Key: key, Base: d.pay}, nil
	case "systempay", "payzen":
		lyra := payment.Lyra{Shop: shop, Key: key, Base: payment.LyraSystempay}
		if name == "payzen" {
			lyra.Base = payment.LyraPayZen
		}
		if d.pay != "" {
			lyra.Base = d.pay
		}
		return lyra, nil
	}
	return nil, &payment.Problem{Kind: payment.BadKey, Detail: "unknown provider " + name}
}

// LinkKey is a new key of the payment provider.
type LinkKey struct {
	Key string `json:"key" maxLength:"1000" doc:"Empty to forget the one that is kept"`
}

// LinkKeeping tells what the settings do not hold.
type LinkKeeping struct {
	Kept bool `json:"kept" doc:"A key is kept on this computer"`
	Test bool `json:"test" doc:"It is of the provider's test mode: nobody pays by its links"`
}

// LinkKeeping tells whether this computer keeps a key of the club's provider, and never
// the key.
func (d *Desk) LinkKeeping(ctx context.Context) (LinkKeeping, error) {
	c, err := read(ctx, d, "settings", loadClub)
	if err == nil {
		err = d.ownLinkKey(c)
	}
	if err != nil {
		return LinkKeeping{}, err
	}
	key, err := d.secrets.Secret(linkSecret(c.Policy.LinkProvider, c.Policy.LinkShop))
	if errors.Is(err, ErrNoSecret) {
		err = nil
	}
	return LinkKeeping{key != "", payment.IsTestKey(key)}, err
}

// KeepLinkKey keeps the key of the club's provider on this computer; another's stays for
// the links that one made. It is outside the data and its
// backups; like a password of the mailbox it is neither sealed nor answered twice.
func (d *Desk) KeepLinkKey(ctx context.Context, req Request, in LinkKey) (LinkKeeping, error) {
	c, err := read(As(ctx, req.Actor), d, "keepLinkKey", loadClub)
	if err == nil {
		err = d.ownLinkKey(c)
	}
	if err != nil {
		return LinkKeeping{}, err
	}
	key, err := pasted("key", in.Key)
	if err != nil {
		return LinkKeeping{}, err
	}
	if err := d.secrets.KeepSecret(linkSecret(c.Policy.LinkProvider, c.Policy.LinkShop), key); err != nil {
		return LinkKeeping{}, err
	}
	return d.LinkKeeping(As(ctx, req.Actor))
}

// CheckLinks asks the provider about a link nobody made, with the key that is kept:
// whoever answers that there is none knows the key. It refuses with what is wrong.
func (d *Desk) CheckLinks(ctx context.Context, req Request) (LinkKeeping, error) {
	c, err := read(As(ctx, req.Actor), d, "checkLinks", loadClub)
	if err != nil {
		return LinkKeeping{}, err
	}
	provider, err := d.provider(c, c.Policy.LinkProvider, c.Policy.LinkShop)
	if err == nil {
		_, err = provider.Look(ctx, "pl_paddock_check")
	}
	if problem := payment.ProblemOf(err); err != nil && problem.Kind != payment.Gone {
		words := locale.Text(c.Identity.Language, "link.problem."+string(problem.Kind), nil)
		return LinkKeeping{}, club.Refuse(club.CodeLinkProvider).With("problem", words).With("detail", problem.Detail)
	}
	return d.LinkKeeping(As(ctx, req.Actor))
}

package desk

import (
	"context"
	"errors"
	"net/url"
	"strconv"

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
	switch {
	case provider == "":
		return LinkSecret
	case hasShops(provider):
		return LinkSecret + "-" + provider + "-" + url.QueryEscape(shop)
	}
	return LinkSecret + "-" + provider
}

// accountSecret is linkSecret for an account the club had there before, as its links
// name it; 0 is that of today.
func accountSecret(provider, shop string, account int) string {
	if account == 0 {
		return linkSecret(provider, shop)
	}
	return linkSecret(provider, shop) + "@" + strconv.Itoa(account)
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

// provider is a payment provider, with the key this computer keeps for it, its shop and
// the account there; 0 is the club's of today.
func (d *Desk) provider(c clubNow, name, shop string, account int) (payment.Provider, error) {
	if err := d.ownLinkKey(c); err != nil {
		return nil, err
	}
	key, err := d.secrets.Secret(accountSecret(name, shop, account))
	if errors.Is(err, ErrNoSecret) {
		return nil, &payment.Problem{Kind: payment.BadKey, Detail: "no key is kept on this computer"}
	}
	if err != nil {
		return nil, err
	}
	return d.providerWith(name, shop, key)
}

// providerWith is a payment provider with a key.
func (d *Desk) providerWith(name, shop, key string) (payment.Provider, error) {
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

// CheckLinks asks the provider about a link nobody made, with the key that is kept:
// whoever answers that there is none knows the key. It refuses with what is wrong.
func (d *Desk) CheckLinks(ctx context.Context, req Request) (LinkKeeping, error) {
	c, err := read(As(ctx, req.Actor), d, "checkLinks", loadClub)
	if err != nil {
		return LinkKeeping{}, err
	}
	provider, err := d.provider(c, c.Policy.LinkProvider, c.Policy.LinkShop, 0)
	if err == nil {
		_, err = provider.Look(ctx, "pl_paddock_check")
	}
	if problem := payment.ProblemOf(err); err != nil && problem.Kind != payment.Gone {
		return LinkKeeping{}, saysNo(c, problem)
	}
	return d.LinkKeeping(As(ctx, req.Actor))
}

// saysNo refuses with what a provider says.
func saysNo(c clubNow, problem *payment.Problem) *club.Error {
	words := locale.Text(c.Identity.Language, "link.problem."+string(problem.Kind), nil)
	return club.Refuse(club.CodeLinkProvider).With("problem", words).With("detail", problem.Detail)
}

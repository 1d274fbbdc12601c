package desk

import (
	"context"
	"errors"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/payment"
	"paddock/backend/sqlite"
)

// LinkKey is a new key of the payment provider.
type LinkKey struct {
	Key   string `json:"key" maxLength:"1000" doc:"Empty to forget the one that is kept"`
	Links string `json:"links,omitempty" enum:",follow,renew,leave" doc:"What becomes of open links the new key does not know. follow: they are looked at with the key there was, until they end; renew: closed with it, and made anew with the new one; leave: nobody looks at them until their key is kept again"`
}

// What becomes of open links that a new key does not know.
const (
	followLinks = "follow"
	renewLinks  = "renew"
	leaveLinks  = "leave"
)

// LinkKeeping tells what the settings do not hold.
type LinkKeeping struct {
	Kept  bool `json:"kept" doc:"A key is kept on this computer"`
	Test  bool `json:"test" doc:"It is of the provider's test mode: nobody pays by its links"`
	Open  int  `json:"open" doc:"Links that were made with it and by which somebody can still pay"`
	Other int  `json:"other" doc:"Such links of accounts the club had there before, looked at with their own keys"`
}

// LinkKeeping tells whether this computer keeps a key of the club's provider, and never
// the key.
func (d *Desk) LinkKeeping(ctx context.Context) (LinkKeeping, error) {
	var accounts []sqlite.LinkAccount
	c, err := read(ctx, d, "settings", func(tx *sqlite.Tx) (c clubNow, err error) {
		if c, err = loadClub(tx); err == nil {
			accounts, err = tx.LinkAccounts(c.linkShop())
		}
		return c, err
	})
	if err == nil {
		err = d.ownLinkKey(c)
	}
	if err != nil {
		return LinkKeeping{}, err
	}
	key, err := d.secret(linkSecret(c.linkShop()))
	kept := LinkKeeping{Kept: key != "", Test: payment.IsTestKey(key)}
	for _, a := range accounts {
		if a.Account == 0 {
			kept.Open = a.Open
		} else {
			kept.Other += a.Open
		}
	}
	return kept, err
}

// linkShop is the club's payment provider, and its shop where that has shops.
func (c clubNow) linkShop() (provider, shop string) {
	if hasShops(c.Policy.LinkProvider) {
		return c.Policy.LinkProvider, c.Policy.LinkShop
	}
	return c.Policy.LinkProvider, ""
}

func hasShops(provider string) bool { return provider == "systempay" || provider == "payzen" }

// secret is a kept secret; "" where there is none.
func (d *Desk) secret(name string) (string, error) {
	value, err := d.secrets.Secret(name)
	if errors.Is(err, ErrNoSecret) {
		err = nil
	}
	return value, err
}

// KeepLinkKey keeps the key of the club's provider on this computer; another's stays for
// the links that one made. It is outside the data and its
// backups; like a password of the mailbox it is neither sealed nor answered twice.
//
// A key is tried on the links that somebody can still pay by: one that does not know them
// is of another account, or of the provider's other mode, and is refused with their number
// until the owner says what becomes of them. One the provider does not take, or that
// cannot be tried while there are such links, is refused.
func (d *Desk) KeepLinkKey(ctx context.Context, req Request, in LinkKey) (LinkKeeping, error) {
	c, err := read(As(ctx, req.Actor), d, "keepLinkKey", loadClub)
	if err == nil {
		err = d.ownLinkKey(c)
	}
	if err != nil {
		return LinkKeeping{}, err
	}
	if in.Key, err = pasted("key", in.Key); err != nil {
		return LinkKeeping{}, err
	}
	d.tending.Lock() // no link is made or looked at while keys change
	defer d.tending.Unlock()
	if err := d.changeLinkKey(ctx, c, req.Actor, in); err != nil {
		return LinkKeeping{}, err
	}
	return d.LinkKeeping(As(ctx, req.Actor))
}

func (d *Desk) changeLinkKey(ctx context.Context, c clubNow, actor club.Actor, in LinkKey) error {
	provider, shop := c.linkShop()
	was, err := d.secret(linkSecret(provider, shop))
	if err != nil || was == in.Key {
		return err
	}
	last := 0
	accounts, err := look(ctx, d, func(tx *sqlite.Tx) (all []sqlite.LinkAccount, err error) {
		if last, err = tx.LastLinkAccount(provider, shop); err != nil {
			return nil, err
		}
		return tx.LinkAccounts(provider, shop)
	})
	if err != nil {
		return err
	}
	known, strange, err := d.linksKnown(ctx, c, in.Key, accounts)
	if err != nil {
		return err
	}
	if err := mayLeave(strange, was, in); err != nil {
		return err
	}
	next := 0 // under which the key there was is kept on
	if strange.Refs != nil && in.Key != "" {
		if next, err = d.freeAccount(provider, shop, last); err != nil {
			return err
		}
		if err := d.secrets.KeepSecret(accountSecret(provider, shop, next), was); err != nil {
			return err
		}
	}
	err = d.db.Write(ctx, func(tx *sqlite.Tx) error {
		c, err := loadClub(tx)
		if err == nil && next > 0 {
			err = tx.MoveLinks(provider, shop, 0, next)
		}
		for _, account := range known {
			if err == nil && account > 0 {
				err = tx.MoveLinks(provider, shop, account, 0)
			}
		}
		if err != nil || in.Links != renewLinks || next == 0 {
			return err
		}
		return renewAll(tx, c, actor, provider, shop, next)
	})
	if err != nil {
		return err
	}
	for _, account := range known {
		if account > 0 {
			err = firstError(err, d.secrets.KeepSecret(accountSecret(provider, shop, account), ""))
		}
	}
	return firstError(err, d.secrets.KeepSecret(linkSecret(provider, shop), in.Key))
}

// freeAccount is a number no former account had: links that ended are known by theirs, and
// a key that is kept may be that of links which data restored from a backup do not know.
func (d *Desk) freeAccount(provider, shop string, last int) (int, error) {
	for n := last + 1; ; n++ {
		if key, err := d.secret(accountSecret(provider, shop, n)); err != nil || key == "" {
			return n, err
		}
	}
}

// forgetSpentKeys forgets the keys of former accounts whose links have all ended a while
// ago, once a club-local day.
func (d *Desk) forgetSpentKeys(ctx context.Context, today calendar.Day) error {
	if d.spentForgotten == today {
		return nil
	}
	spent, err := look(ctx, d, func(tx *sqlite.Tx) ([]sqlite.ProviderLink, error) { return tx.SpentAccounts() })
	for _, l := range spent {
		err = firstError(err, d.secrets.KeepSecret(accountSecret(l.Provider, l.Shop, l.Account), ""))
	}
	if err == nil {
		d.spentForgotten = today
	}
	return err
}

// linksKnown tells of which accounts a key knows the links, and which it does not know of
// those the club's key of today made; the zero one where there are none. The provider is
// asked, outside of any transaction.
func (d *Desk) linksKnown(ctx context.Context, c clubNow, key string, accounts []sqlite.LinkAccount) (known []int, strange sqlite.LinkAccount, err error) {
	for _, a := range accounts {
		knows := false
		if key != "" {
			if knows, err = d.knowsLinks(ctx, c, key, a.Refs); err != nil && a.Account == 0 {
				problem := payment.ProblemOf(err)
				if problem.Kind == payment.Later {
					return nil, strange, club.Refuse(club.CodeLinkKeyUntried).On("key").With("n", a.Open).With("detail", problem.Detail)
				}
				return nil, strange, saysNo(c, problem)
			}
		}
		switch {
		case knows:
			known = append(known, a.Account)
		case a.Account == 0:
			strange = a
		}
	}
	return known, strange, nil
}

// knowsLinks reports whether a key sees one of some links.
func (d *Desk) knowsLinks(ctx context.Context, c clubNow, key string, refs []string) (bool, error) {
	name, shop := c.linkShop()
	provider, err := d.providerWith(name, shop, key)
	if err != nil {
		return false, err
	}
	for _, ref := range refs {
		_, err := provider.Look(ctx, ref)
		if err == nil {
			return true, nil
		}
		if payment.ProblemOf(err).Kind != payment.Gone {
			return false, err
		}
	}
	return false, nil
}

// mayLeave refuses, with their number, to leave links that somebody can still pay by
// behind without a word of the owner's. With the key there was they can be followed.
func mayLeave(strange sqlite.LinkAccount, was string, in LinkKey) error {
	code := club.CodeLinkKeyOther
	switch {
	case strange.Open == 0:
		return nil
	case in.Key == "":
		code = club.CodeLinkKeyNeeded
	case was == "":
		code = club.CodeLinkKeyLost
	case in.Links == followLinks, in.Links == renewLinks:
		return nil
	}
	if in.Links == leaveLinks && code != club.CodeLinkKeyOther {
		return nil
	}
	return club.Refuse(code).On("links").With("n", strange.Open)
}

// renewAll asks by other links for what the open ones of an account ask: they are closed
// there with their own key in the next moments. One by which money is under way, or waits
// for a person, stays.
func renewAll(tx *sqlite.Tx, c clubNow, actor club.Actor, provider, shop string, account int) error {
	links, err := tx.LinksToRenew(provider, shop, account)
	if err != nil {
		return err
	}
	for _, l := range links {
		if l.Cart != 0 {
			if err := endCartLink(tx, actor, l.Request, l.Reference, "replaced"); err != nil {
				return err
			}
			if err := followCart(tx, c, actor, l.Cart); err != nil {
				return err
			}
			continue
		}
		remaining, first, others, err := leftOf(tx, l.Request)
		if err != nil {
			return err
		}
		if remaining <= 0 {
			continue
		}
		tender := billing.Tender{Way: billing.Link, Cents: min(l.Cents, remaining), Detail: billing.Detail{Until: calendar.Day(l.Until)}}
		if _, err := putRequest(tx, c, actor, tender, nil, first, others...); err != nil {
			return err
		}
	}
	return nil
}

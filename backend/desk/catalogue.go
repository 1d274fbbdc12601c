package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// OfferView is an offer as the catalogue shows it, with what a sale of one
// would be today.
type OfferView struct {
	catalogue.Offer
	Sold  int         `json:"sold" doc:"How many were invoiced and not given back"`
	Stock int         `json:"stock" doc:"How many are there, if it keeps a stock; below zero when more was sold"`
	Low   bool        `json:"low" doc:"No more is left than its limit"`
	VAT   []OfferVAT  `json:"vat" nullable:"false" doc:"The split of today: one row a part"`
	Net   money.Cents `json:"netCents" doc:"In all, as an invoice of one would say"`
	Tax   money.Cents `json:"vatCents" doc:"In all, as an invoice of one would say"`
	Now   money.Cents `json:"nowCents" doc:"Due now, by the deposit"`
	Later money.Cents `json:"laterCents" doc:"The rest of what is invoiced"`

	LevelMinCode string `json:"levelMinCode" doc:"Short names of its levels; empty without a limit"`
	LevelMaxCode string `json:"levelMaxCode"`
}

// OfferVAT is the figures of one part of a price.
type OfferVAT struct {
	Label string       `json:"label"`
	VAT   string       `json:"vat" doc:"Code of the rate"`
	Kind  club.VATKind `json:"kind" enum:"vat,exempt,thirdParty,voucher"`
	Rate  money.Rate   `json:"rate"`
	Gross money.Cents  `json:"grossCents"`
	Net   money.Cents  `json:"netCents"`
	Tax   money.Cents  `json:"vatCents"`
}

// Offers lists the catalogue: kind by kind, in its own order unless another is
// wanted.
func (d *Desk) Offers(ctx context.Context, filter OfferFilter) ([]OfferView, error) {
	return read(ctx, d, "offers", func(tx *sqlite.Tx) ([]OfferView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		return c.offers(tx, filter)
	})
}

// viewOffer adds the figures of today. A part whose rate is no longer in force
// is shown without VAT; checkout refuses it by name.
func (c clubNow) viewOffer(o catalogue.Offer, sold, stock int, levels []club.Level) OfferView {
	view := OfferView{Offer: o, Sold: sold, Stock: stock, Low: o.Low(stock), VAT: []OfferVAT{}, Now: o.Deposit.DueNow(o.Price, 1)}
	view.Later = o.Price - view.Now
	for _, level := range levels {
		if level.ID == o.LevelMin {
			view.LevelMinCode = level.Code
		}
		if level.ID == o.LevelMax {
			view.LevelMaxCode = level.Code
		}
	}
	var line billing.Line
	for _, part := range o.Parts {
		rate, err := c.vatFor(part)
		if err != nil {
			rate = club.VATRate{Code: part.VAT, Kind: club.Exempt}
		}
		label := part.Label
		if label == "" {
			label = rate.Label.In(c.Identity.Language)
		}
		net, tax := rate.Rate.Split(part.Cents)
		view.VAT = append(view.VAT, OfferVAT{
			Label: label, VAT: rate.Code, Kind: rate.Kind, Rate: rate.Rate, Gross: part.Cents, Net: net, Tax: tax,
		})
		line.Parts = append(line.Parts, billing.Part{VAT: rate.Code, Kind: rate.Kind, Rate: rate.Rate, Cents: part.Cents})
	}
	for _, group := range billing.Groups([]billing.Line{line}) {
		view.Net += group.Net
		view.Tax += group.Tax
	}
	return view
}

// SaveOffer adds an offer (id 0) or changes one. A new price is for sales to
// come: what was sold keeps its own.
func (d *Desk) SaveOffer(ctx context.Context, req Request, in catalogue.Offer) (OfferView, error) {
	return write(ctx, d, req, "saveOffer", in, func(tx *sqlite.Tx) (OfferView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return OfferView{}, err
		}
		offer, err := checkOffer(tx, c, in)
		if err != nil {
			return OfferView{}, err
		}
		if offer.ID == 0 {
			offer.Follows = 0
			return saveOffer(tx, c, "addOffer", catalogue.Offer{}, offer)
		}
		before, err := tx.Offer(offer.ID)
		if err != nil {
			return OfferView{}, err
		}
		return saveOffer(tx, c, "saveOffer", before, offer)
	})
}

// checkOffer cleans an offer and refuses one that could not be sold today.
func checkOffer(tx *sqlite.Tx, c clubNow, o catalogue.Offer) (catalogue.Offer, error) {
	o.Name, o.Detail, o.Terms.LicenceKind = clean(o.Name), clean(o.Detail), clean(o.Terms.LicenceKind)
	if !slices.Contains(catalogue.Sellable, o.Kind) {
		return o, club.Refuse(club.CodeInvalid).On("kind")
	}
	if err := checkPeriod(o.Terms.ValidFrom, o.Terms.ValidThrough, "terms.validFrom", "terms.validThrough"); err != nil {
		return o, err
	}
	if o.Kind == catalogue.GiftCard {
		o.Parts = []catalogue.Part{{VAT: giftCardVAT, Cents: o.Price}}
	}
	if o.Audience == "" {
		o.Audience = catalogue.ForGuests
		if o.Kind == catalogue.Activity && o.AgeMin < club.Majority { // minors need an account, unless somebody says otherwise
			o.Audience = catalogue.ForFamilies
		}
	}
	if err := o.Check(); err != nil {
		return o, err
	}
	f := form{}
	f.texts("contact", &o.Contact, "")
	f.texts("pay", &o.Pay, "")
	f.levels(tx, o)
	f.enrolling(c, &o)
	f.account("salesAccount", &o.SalesAccount)
	if o.SalesAccount != "" && o.Kind == catalogue.GiftCard { // it sells nothing: what it holds is owed
		f.refuse(club.CodeInvalid, "salesAccount")
	}
	if f.err != nil {
		return o, f.err
	}
	o.Parts = slices.Clone(o.Parts)
	for i, part := range o.Parts {
		o.Parts[i].Label = clean(part.Label)
		if _, err := c.vatFor(part); err != nil {
			return o, club.Refuse(club.CodeVATUnknown).On("parts").With("vat", part.VAT).With("onDay", c.today)
		}
	}
	if err := seasonExists(tx, o.Season); err != nil {
		return o, err
	}
	if o.ID == 0 {
		o.Archived, o.Position = false, 0
		if o.Kind == catalogue.Activity {
			o.Terms.ValidFrom, o.Terms.ValidThrough = "", ""
		}
		return o, nil
	}
	before, err := tx.Offer(o.ID)
	if err != nil {
		return o, refused(err, club.CodeOfferNotFound)
	}
	if before.Version != o.Version {
		return o, stale(before.Version, before)
	}
	if before.Kind != o.Kind { // what was sold of it would change its nature
		return o, club.Refuse(club.CodeInvalid).On("kind")
	}
	o.Archived, o.Position = before.Archived, before.Position // these have verbs of their own
	if o.Kind == catalogue.Activity {
		o.Terms.ValidFrom, o.Terms.ValidThrough = before.Terms.ValidFrom, before.Terms.ValidThrough // as its days have
	}
	return o, nil
}

// levels refuses a range of levels that nobody can be in.
func (f *form) levels(tx *sqlite.Tx, o catalogue.Offer) {
	rank := func(field string, id int64) int {
		if id == 0 {
			return 0
		}
		level, err := tx.Level(id)
		f.fail(on(field, refused(err, club.CodeLevelNotFound)))
		return level.Rank
	}
	least, most := rank("levelMin", o.LevelMin), rank("levelMax", o.LevelMax)
	if o.LevelMax != 0 && most < least {
		f.refuse(club.CodeInvalid, "levelMax")
	}
}

func seasonExists(tx *sqlite.Tx, id int64) error {
	if id == 0 {
		return nil
	}
	seasons, err := tx.Seasons()
	if err == nil && !slices.ContainsFunc(seasons, func(s calendar.Season) bool { return s.ID == id }) {
		err = club.Refuse(club.CodeSeasonNotFound).On("season")
	}
	return err
}

// putOffer saves an offer, a new one behind the others of its kind.
func putOffer(tx *sqlite.Tx, c clubNow, o catalogue.Offer) (view OfferView, err error) {
	if o.ID == 0 && o.Position == 0 {
		if o.Position, err = tx.NextPosition(o.Kind); err != nil {
			return view, err
		}
	}
	id, err := tx.SaveOffer(o)
	if err == nil && o.Kind == catalogue.Activity {
		err = tx.ShapeDays(o)
	}
	if err != nil {
		return view, err
	}
	return viewOfferAt(tx, c, id)
}

// saveOffer saves an offer and says what was done to it; before is the zero
// offer for a new one.
func saveOffer(tx *sqlite.Tx, c clubNow, what string, before, offer catalogue.Offer) (OfferView, error) {
	view, err := putOffer(tx, c, offer)
	if err != nil {
		return view, err
	}
	return view, actOffer(tx, what, before, view.Offer)
}

// ArchiveOffer takes an offer off sale; what was sold of it stays good.
func (d *Desk) ArchiveOffer(ctx context.Context, req Request, id catalogue.OfferID) (OfferView, error) {
	return d.changeOffer(ctx, req, "archiveOffer", id, func(_ clubNow, o *catalogue.Offer) { o.Archived = true })
}

// RestoreOffer puts an archived offer on sale again.
func (d *Desk) RestoreOffer(ctx context.Context, req Request, id catalogue.OfferID) (OfferView, error) {
	return d.changeOffer(ctx, req, "restoreOffer", id, func(_ clubNow, o *catalogue.Offer) { o.Archived = false })
}

// DuplicateOffer makes a copy of an offer to be changed, on sale at once.
func (d *Desk) DuplicateOffer(ctx context.Context, req Request, id catalogue.OfferID) (OfferView, error) {
	return d.changeOffer(ctx, req, "duplicateOffer", id, func(c clubNow, o *catalogue.Offer) {
		if o.ID, o.Follows, o.Position, o.Archived = 0, 0, 0, false; o.Kind == catalogue.Activity {
			*o = o.Unplanned()
		}
		o.Name = locale.Text(c.Identity.Language, "offer.copy", locale.Params{"name": o.Name})
	})
}

func (d *Desk) changeOffer(ctx context.Context, req Request, verb club.Verb, id catalogue.OfferID, change func(clubNow, *catalogue.Offer)) (OfferView, error) {
	return write(ctx, d, req, verb, id, func(tx *sqlite.Tx) (OfferView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return OfferView{}, err
		}
		offer, err := tx.Offer(id)
		if err != nil {
			return OfferView{}, refused(err, club.CodeOfferNotFound)
		}
		before := offer
		if change(c, &offer); offer.ID == 0 {
			before = catalogue.Offer{}
		}
		return saveOffer(tx, c, string(verb), before, offer)
	})
}

package desk

import (
	"context"
	"crypto/rand"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// MoveIn is what households bring along from the program the club had before, as
// it stood on the day of the take-over.
type MoveIn struct {
	Day   calendar.Day      `json:"day" format:"date" doc:"Of the take-over: today or before"`
	Lines []billing.Carried `json:"lines" nullable:"false" maxItems:"2000"`
}

// MoveIn carries over what was typed: all of it or nothing. Each line becomes a
// sealed opening (see billing.Carried), on its household's account at once.
func (d *Desk) MoveIn(ctx context.Context, req Request, in MoveIn) ([]OpeningView, error) {
	return write(ctx, d, req, "moveIn", in, func(tx *sqlite.Tx) ([]OpeningView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		if len(in.Lines) == 0 {
			return nil, club.Refuse(club.CodeRequired).On("lines")
		}
		entry, err := newOpeningEntry(tx, c, req.Actor, in.Day, 0)
		if err != nil {
			return nil, err
		}
		made := make([]OpeningView, 0, len(in.Lines))
		for i, line := range in.Lines {
			doc, err := entry.carry(line)
			if err != nil {
				return nil, inRow("lines", i, err)
			}
			view, err := viewOpening(tx, c, doc)
			if err != nil {
				return nil, err
			}
			made = append(made, view)
		}
		return made, nil
	})
}

// openingEntry carries lines over, of one day and one list.
type openingEntry struct {
	tx    *sqlite.Tx
	c     clubNow
	actor club.Actor
	day   calendar.Day
	list  int64 // the import they come with; 0 when they were typed
}

func newOpeningEntry(tx *sqlite.Tx, c clubNow, actor club.Actor, day calendar.Day, list int64) (*openingEntry, error) {
	if _, err := calendar.ParseDay(string(day)); err != nil {
		return nil, club.Refuse(club.CodeBadDay).On("day")
	}
	if day > c.today {
		return nil, club.Refuse(club.CodeOpeningLater).On("day")
	}
	return &openingEntry{tx: tx, c: c, actor: actor, day: day, list: list}, nil
}

// carriedOver is a line that was checked against what the club has.
type carriedOver struct {
	billing.Carried
	home  club.Household
	rider club.Rider
	offer catalogue.Offer
	vat   billing.Part
	seats *places // that a package books; nil for the rest
}

// check asks every rule of a line, without writing. Fields are those of
// billing.Carried.
func (e *openingEntry) check(line billing.Carried) (carriedOver, error) {
	over := carriedOver{Carried: line}
	over.Text = clean(line.Text)
	if err := over.Check(e.day); err != nil {
		return over, err
	}
	for name, day := range map[string]calendar.Day{"dueDay": line.Due, "validThrough": line.Through} {
		if day == "" {
			continue
		}
		if _, err := calendar.ParseDay(string(day)); err != nil {
			return over, club.Refuse(club.CodeBadDay).On(name)
		}
	}
	var err error
	if line.Kind != billing.Balance {
		if over.rider, err = e.tx.Rider(line.Rider); err != nil {
			return over, on("rider", refused(err, club.CodeRiderNotFound))
		}
		over.Household = over.rider.Household
	}
	if line.Kind == catalogue.Card || line.Kind == catalogue.Package {
		if over.offer, err = e.tx.Offer(line.Offer); err == nil && over.offer.Kind != line.Kind {
			err = club.Refuse(club.CodeOfferNotFound)
		}
		if err != nil {
			return over, on("offer", refused(err, club.CodeOfferNotFound))
		}
	}
	if line.Kind == catalogue.Package {
		// Age and level were asked when it was bought; a place once booked stays.
		if over.seats, err = seats(e.tx, e.c, over.offer, over.rider, Choice{Series: line.Series, Weeks: line.Weeks}); err != nil {
			return over, err
		}
	}
	if over.home, err = e.tx.Household(over.Household); err != nil {
		return over, on("household", refused(err, club.CodeHouseholdNotFound))
	}
	over.Household = over.home.ID // of the one it was merged into
	over.vat, err = e.vat(over)
	return over, on("vat", err)
}

// vatCarried is the code of what bears no VAT here any more.
const vatCarried = "carried"

// vat is the rate whose VAT a balance brings along as waiting: see
// billing.Carried.
func (e *openingEntry) vat(over carriedOver) (billing.Part, error) {
	if over.VAT == "" {
		label := locale.Text(over.home.Language, "opening.vatDeclared", nil)
		return billing.Part{Label: label, VAT: vatCarried, Kind: club.Exempt}, nil
	}
	if !e.c.Policy.VATOnCollection || e.c.Policy.OutsideVAT {
		return billing.Part{}, club.Refuse(club.CodeVATDeclared)
	}
	rate, err := e.c.VATOn(over.VAT, e.day)
	if err == nil && rate.Kind != club.Taxed {
		err = club.Refuse(club.CodeVATDeclared)
	}
	return billing.Part{Label: rate.Label.In(over.home.Language), VAT: rate.Code, Kind: rate.Kind, Rate: rate.Rate}, err
}

// carry makes the opening of a line: sealed, booked, on the account; a card's
// units and a voucher stand in their ledgers, a package has its places.
func (e *openingEntry) carry(line billing.Carried) (billing.Document, error) {
	over, err := e.check(line)
	if err != nil {
		return billing.Document{}, err
	}
	due := e.day
	if over.Cents > 0 && over.Due != "" {
		due = over.Due
	}
	if key := unnamed[over.Kind]; over.Text == "" && key != "" {
		over.Text = locale.Text(over.home.Language, key, locale.Params{"onDay": e.day})
	}
	doc := e.document(e.day)
	doc.Household, doc.Language, doc.DueDay = over.home.ID, over.home.Language, due
	if over.Stays {
		doc.Kept = max(-over.Cents, 0)
	}
	doc.Buyer = billing.Buyer{Name: over.home.Name, Household: over.home.Name}
	doc.Lines = []billing.Line{over.Line(e.day, over.offer, over.rider.Name(), over.vat)}
	if over.seats != nil {
		line := &doc.Lines[0]
		line.Seats = &over.seats.LineSeats
		if line.Detail, err = seatsDetail(e.tx, doc.Language, *line); err != nil {
			return doc, err
		}
	}
	if err := e.issue(&doc, due, sqlite.Reason{}); err != nil {
		return doc, err
	}
	held := doc.Lines[0]
	switch over.Kind {
	case catalogue.Card:
		if err := e.tx.InsertCard(held, 1, "carried", e.actor); err != nil {
			return doc, err
		}
		err = e.tx.StartCards(held.ID, held.Terms.ValidFrom, held.Terms.ValidThrough)
	case catalogue.Package:
		var id int64
		if id, err = e.tx.InsertPackage(held); err != nil {
			return doc, err
		}
		_, err = takePlaces(e.tx, e.actor, over.seats.lessons, sqlite.NewBooking{Booking: booking.Booking{
			Rider: held.Rider, By: booking.ByPackage, State: booking.Booked, Package: id,
		}})
	case billing.Voucher:
		_, err = e.tx.MakeVoucher(sqlite.NewVoucher{
			Rider: held.Rider, Line: held.ID, Why: "carried", ValidFrom: held.Terms.ValidFrom, ValidThrough: held.Terms.ValidThrough,
		}, e.actor)
	}
	return doc, err
}

// unnamed is what a line of a kind is called that nobody named; a card has its
// offer's name.
var unnamed = map[catalogue.Kind]string{billing.Balance: "opening.text", billing.Voucher: "opening.voucher"}

func (e *openingEntry) document(day calendar.Day) billing.Document {
	return billing.Document{
		Kind: billing.Opening, Series: openingSeries, Year: day.Year(), Day: day, Seller: e.c.Identity,
		Mentions: []club.Texts{}, Training: e.c.training, IssuedAt: e.tx.Now, Import: e.list,
	}
}

func (e *openingEntry) issue(doc *billing.Document, due calendar.Day, why sqlite.Reason) error {
	doc.VAT = billing.Groups(doc.Lines)
	doc.Total, doc.Now = billing.Sum(doc.Lines)
	doc.Dues = []billing.Due{{Day: due, Cents: doc.Total}}
	return issue(e.tx, e.c, e.actor, doc, why)
}

// CorrectOpening takes a wrong opening back by its mirror, with a reason; what is
// right is carried over anew. An opening that was paid or spent in part meanwhile
// leaves the rest where the mirror puts it: money that came is credit again, and
// credit that was spent is owed.
func (d *Desk) CorrectOpening(ctx context.Context, req Request, id billing.InvoiceID, reason string) (OpeningView, error) {
	in := struct {
		ID     billing.InvoiceID
		Reason string
	}{id, reason}
	return write(ctx, d, req, "correctOpening", in, func(tx *sqlite.Tx) (OpeningView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return OpeningView{}, err
		}
		if clean(reason) == "" {
			return OpeningView{}, club.Refuse(club.CodeReasonNeeded).On("reason")
		}
		doc, err := tx.Document(id)
		if err == nil && doc.Kind != billing.Opening {
			err = sqlite.ErrNotFound
		}
		if err != nil {
			return OpeningView{}, refused(err, club.CodeOpeningMissing)
		}
		entry, err := newOpeningEntry(tx, c, req.Actor, c.today, 0)
		if err != nil {
			return OpeningView{}, err
		}
		if _, err := entry.mirror(doc, clean(reason)); err != nil {
			return OpeningView{}, err
		}
		return viewOpening(tx, c, doc)
	})
}

// mirror takes an opening back.
func (e *openingEntry) mirror(doc billing.Document, why string) (billing.Document, error) {
	mirrors, err := e.tx.CreditNotesOver(doc.ID)
	if err != nil {
		return doc, err
	}
	if doc.Original != 0 || len(mirrors) > 0 {
		return doc, club.Refuse(club.CodeOpeningRight).With("number", doc.Number)
	}
	if row, err := e.tx.Settlement(doc.ID); err != nil || row.Written > 0 {
		if err != nil {
			return doc, err
		}
		return doc, club.Refuse(club.CodeWrittenOff).With("number", doc.Number)
	}
	back := e.document(e.c.today)
	back.Series, back.Household, back.Language, back.Buyer, back.Original, back.DueDay = doc.Series, doc.Household, doc.Language, doc.Buyer, doc.ID, e.c.today
	for _, line := range doc.Lines {
		back.Lines = append(back.Lines, line.Mirror())
	}
	reason := sqlite.Reason{Salt: rand.Text(), Text: why}
	if reason.ID, err = e.tx.InsertReason(reason.Salt, reason.Text); err != nil {
		return back, err
	}
	if err := e.issue(&back, e.c.today, reason); err != nil {
		return back, err
	}
	if err := takeBack(e.tx, e.c, e.actor, billing.GivenBack(doc, nil, back), back.ID); err != nil {
		return back, err
	}
	lines, err := e.tx.DeferredBy(doc.ID)
	if err != nil {
		return back, err
	}
	if err := recognise(e.tx, e.c, e.actor, e.c.today, lines); err != nil {
		return back, err
	}
	if !back.Asks() {
		return back, settleWith(e.tx, e.c, e.actor, givenBy(back), doc)
	}
	home, err := standing(e.tx, doc.Household)
	if err != nil {
		return back, err
	}
	left, err := e.tx.CreditSources(home)
	if err != nil {
		return back, err
	}
	left = slices.DeleteFunc(left, func(s billing.Source) bool { return s.CreditNote != doc.ID })
	return back, settleWith(e.tx, e.c, e.actor, left, back)
}

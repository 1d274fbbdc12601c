package desk

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// What a list that is brought in holds.
const (
	listMembers  = "members"
	listOpenings = "openings"
)

// carriedReading reads lines of a list of openings against what the club has, by
// the rules of a line that is typed.
type carriedReading struct {
	entry  *openingEntry
	owners []club.Bearer
	offers map[catalogue.Kind][]catalogue.Offer // cards and packages
	vat    string                               // of what is owed
}

func newCarriedReading(tx *sqlite.Tx, c clubNow, day calendar.Day, vat string) (*carriedReading, error) {
	entry, err := newOpeningEntry(tx, c, club.Actor{}, day, 0)
	if err != nil {
		return nil, err
	}
	owners, err := tx.Bearers()
	if err != nil {
		return nil, err
	}
	offers, err := tx.Offers()
	byKind := map[catalogue.Kind][]catalogue.Offer{}
	for _, o := range offers {
		byKind[o.Kind] = append(byKind[o.Kind], o)
	}
	return &carriedReading{entry: entry, owners: owners, vat: vat, offers: byKind}, err
}

// fieldsOfCarried name the column a field of billing.Carried came from.
var fieldsOfCarried = map[string]club.MemberField{
	"cents": club.CarriedAmount, "worthCents": club.CarriedWorth, "offer": club.CarriedCard, "rider": club.MemberSurname,
	"household": club.CarriedFamily,
}

// read understands a line, or says what is wrong with it.
func (r *carriedReading) read(texts club.MemberTexts) (billing.Carried, []*club.Error, error) {
	owner, unknown := club.FindBearer(r.owners, texts)
	var faults []*club.Error
	if unknown != nil {
		faults = append(faults, unknown)
	}
	line := billing.Carried{Kind: billing.Balance, Household: owner.Household, Text: texts[club.CarriedText]}
	fault := func(code club.Code, at club.MemberField) {
		faults = append(faults, club.Refuse(code).On(string(at)))
	}
	day := func(at club.MemberField) calendar.Day {
		readings := calendar.Readings(texts[at])
		if len(readings) == 0 && texts[at] != "" {
			fault(club.CodeBadDay, at)
		}
		if len(readings) == 0 {
			return ""
		}
		return readings[len(readings)-1] // of two centuries the nearer one
	}
	cents := func(at club.MemberField) money.Cents {
		if texts[at] == "" {
			return 0
		}
		sum, err := money.Parse(texts[at])
		if err != nil {
			fault(club.CodeBadAmount, at)
		}
		return sum
	}
	switch {
	case texts[club.CarriedVoucher] != "":
		line.Kind, line.Rider, line.Household = billing.Voucher, owner.Rider, 0
		line.Through = day(club.CarriedVoucher)
		if unknown == nil && owner.Rider == 0 {
			fault(club.CodeRequired, club.MemberFirstName)
		}
	case texts[club.CarriedSeries] != "":
		line.Kind, line.Rider, line.Household, line.Worth = catalogue.Package, owner.Rider, 0, cents(club.CarriedWorth)
		if unknown == nil && owner.Rider == 0 {
			fault(club.CodeRequired, club.MemberFirstName)
		}
		offer := r.offer(catalogue.Package, texts[club.CarriedCard])
		if line.Offer = offer.ID; offer.ID == 0 {
			fault(club.CodeOfferNotFound, club.CarriedCard)
			break
		}
		var err error
		if line.Series, err = r.series(offer.Season, texts[club.CarriedSeries]); err != nil {
			return line, nil, err
		}
		if slices.Contains(line.Series, 0) {
			fault(club.CodeSeriesNotFound, club.CarriedSeries)
		}
	case texts[club.CarriedUnits] == "":
		if line.Cents = cents(club.CarriedAmount); line.Cents > 0 {
			line.VAT, line.Due = r.vat, day(club.CarriedDue)
		}
	default:
		line.Kind, line.Rider, line.Household = catalogue.Card, owner.Rider, 0
		line.Through, line.Worth = day(club.CarriedThrough), cents(club.CarriedWorth)
		var err error
		if line.Units, err = strconv.Atoi(texts[club.CarriedUnits]); err != nil {
			fault(club.CodeOpeningUnits, club.CarriedUnits)
			faults[len(faults)-1].With("max", billing.MostUnits)
		}
		if unknown == nil && owner.Rider == 0 {
			fault(club.CodeRequired, club.MemberFirstName)
		}
		if line.Offer = r.offer(catalogue.Card, texts[club.CarriedCard]).ID; line.Offer == 0 {
			fault(club.CodeOfferNotFound, club.CarriedCard)
		}
	}
	if len(faults) > 0 {
		return line, faults, nil
	}
	_, err := r.entry.check(line)
	var refusal *club.Error
	if errors.As(err, &refusal) {
		if at, named := fieldsOfCarried[refusal.Field]; named {
			refusal.Field = string(at)
		}
		if line.Kind == billing.Voucher && refusal.Field == string(club.CarriedThrough) {
			refusal.Field = string(club.CarriedVoucher)
		}
		return line, []*club.Error{refusal}, nil
	}
	return line, nil, err
}

// offer is the one of a kind that a text names; where the club sells one alone,
// that one. The zero value is none.
func (r *carriedReading) offer(kind catalogue.Kind, text string) catalogue.Offer {
	all := r.offers[kind]
	if text == "" && len(all) == 1 {
		return all[0]
	}
	at := slices.IndexFunc(all, func(o catalogue.Offer) bool { return text != "" && club.Index(o.Name) == club.Index(text) })
	if at < 0 {
		return catalogue.Offer{}
	}
	return all[at]
}

// series are those of a season that a text names; 0 for a name that none has, or
// more than one.
func (r *carriedReading) series(season int64, text string) ([]planning.SeriesID, error) {
	all, err := r.entry.tx.SeriesOf(season)
	if err != nil {
		return nil, err
	}
	var named []planning.SeriesID
	for name := range strings.SplitSeq(text, "+") {
		found := slices.DeleteFunc(slices.Clone(all), func(s planning.Series) bool { return club.Index(s.Name) != club.Index(name) })
		if len(found) != 1 {
			found = []planning.Series{{}}
		}
		named = append(named, found[0].ID)
	}
	return named, nil
}

// keepCarried makes the openings of a list.
func keepCarried(tx *sqlite.Tx, c clubNow, list int64, day calendar.Day, lines []billing.Carried, actor club.Actor, step steps) error {
	if len(lines) == 0 {
		return nil
	}
	entry, err := newOpeningEntry(tx, c, actor, day, list)
	if err != nil {
		return err
	}
	for i, line := range lines {
		if err := step(i, len(lines)); err != nil {
			return err
		}
		if _, err := entry.carry(line); err != nil {
			return err
		}
	}
	return tx.ImportCarried(list, len(lines))
}

// takeBackList takes every opening of a list back by its mirror, unless something
// came of one meanwhile.
func takeBackList(tx *sqlite.Tx, c clubNow, actor club.Actor, made sqlite.Import) error {
	family, err := tx.OpeningUsed(made.ID)
	if err != nil {
		return err
	}
	if family != "" {
		return club.Refuse(club.CodeImportSold).With("name", family)
	}
	docs, err := tx.OpeningsOf(made.ID)
	if err != nil {
		return err
	}
	entry, err := newOpeningEntry(tx, c, actor, c.today, 0)
	if err != nil {
		return err
	}
	why := locale.Text(c.Identity.Language, "opening.undone", locale.Params{"file": made.File})
	for _, doc := range docs {
		if _, err := entry.mirror(doc, why); err != nil {
			return err
		}
	}
	return nil
}

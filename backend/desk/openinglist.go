package desk

import (
	"errors"
	"fmt"
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
	before map[string][]sqlite.Brought          // what openings that stand brought, but for those of the same list
}

func newCarriedReading(tx *sqlite.Tx, c clubNow, day calendar.Day, vat string, list int64) (*carriedReading, error) {
	entry, err := newOpeningEntry(tx, c, club.Actor{}, day, 0)
	if err != nil {
		return nil, err
	}
	owners, err := tx.Bearers()
	if err != nil {
		return nil, err
	}
	brought, err := tx.Brought(list)
	if err != nil {
		return nil, err
	}
	before := map[string][]sqlite.Brought{}
	for _, b := range brought {
		key := carriedKey(b.Carried)
		before[key] = append(before[key], b)
	}
	offers, err := tx.Offers()
	byKind := map[catalogue.Kind][]catalogue.Offer{}
	for _, o := range offers {
		byKind[o.Kind] = append(byKind[o.Kind], o)
	}
	return &carriedReading{entry: entry, owners: owners, vat: vat, offers: byKind, before: before}, err
}

// carriedKey is what two openings have in common that may be one: whose it is, its
// kind, how much and until when. The day of the take-over is not among it: a file that
// is saved anew comes another day.
func carriedKey(c billing.Carried) string {
	switch c.Kind {
	case billing.Balance:
		return fmt.Sprint(c.Kind, " ", c.Household, " ", c.Cents)
	case catalogue.Card:
		return fmt.Sprint(c.Kind, " ", c.Rider, " ", c.Offer, " ", c.Units, " ", c.Through)
	}
	return fmt.Sprint(c.Kind, " ", c.Rider, " ", c.Offer, " ", c.Through)
}

// again refuses a line that brings what openings that stand brought before, each
// counted once, until somebody says what is meant: all of it once more, or only what
// was not there.
func (r *carriedReading) again(line *checkedLine, mend Mend) {
	var fresh []billing.Carried
	var before []sqlite.Brought
	for _, one := range line.brings {
		key := carriedKey(one)
		if there := r.before[key]; len(there) > 0 {
			before, r.before[key] = append(before, there[0]), there[1:]
		} else {
			fresh = append(fresh, one)
		}
	}
	switch {
	case len(before) == 0 || mend.Both:
	case mend.Fresh:
		line.brings, line.known = fresh, len(fresh) == 0
	default:
		var numbers []string
		for _, b := range before {
			numbers = append(numbers, b.Number)
		}
		line.faults = append(line.faults, club.Refuse(club.CodeCarriedBefore).
			With("numbers", strings.Join(numbers, ", ")).With("onDay", before[0].Day))
	}
}

// fieldsOfCarried name the column a field of billing.Carried came from.
var fieldsOfCarried = map[string]club.MemberField{
	"cents": club.CarriedAmount, "worthCents": club.CarriedWorth, "offer": club.CarriedCard, "rider": club.MemberSurname,
	"household": club.CarriedFamily,
}

// read understands a line, or says what is wrong with it. It brings one thing a kind
// of which it says something: other programs write a member's balance and card on
// one. Nothing and no fault is a line that brings nothing.
func (r *carriedReading) read(texts club.MemberTexts) ([]billing.Carried, []*club.Error, error) {
	line := &carriedLine{carriedReading: r, texts: texts}
	brings := line.kinds()
	if len(brings) == 0 {
		return nil, nil, nil
	}
	var unknown *club.Error
	if line.owner, unknown = club.FindBearer(r.owners, texts); unknown != nil {
		line.faults = append(line.faults, unknown)
	}
	carried := make([]billing.Carried, 0, len(brings))
	for _, understand := range brings {
		one, err := understand()
		if err != nil {
			return nil, nil, err
		}
		if one.Kind != billing.Balance {
			one.Rider = line.owner.Rider
			if unknown == nil && one.Rider == 0 {
				line.fault(club.CodeRequired, club.MemberFirstName)
			}
		} else {
			one.Household = line.owner.Household
		}
		one.Text = texts[club.CarriedText]
		carried = append(carried, one)
	}
	if len(line.faults) > 0 {
		return nil, line.faults, nil
	}
	for _, one := range carried {
		refusal, err := r.refusal(one)
		if err != nil {
			return nil, nil, err
		}
		if refusal != nil {
			line.faults = append(line.faults, refusal)
		}
	}
	return carried, line.faults, nil
}

// refusal is what the rules of a line that is typed say of one that was read, by the
// column at fault.
func (r *carriedReading) refusal(line billing.Carried) (*club.Error, error) {
	_, err := r.entry.check(line)
	var refusal *club.Error
	if !errors.As(err, &refusal) {
		return nil, err
	}
	if at, named := fieldsOfCarried[refusal.Field]; named {
		refusal.Field = string(at)
	}
	if line.Kind == billing.Voucher && refusal.Field == string(club.CarriedThrough) {
		refusal.Field = string(club.CarriedVoucher)
	}
	return refusal, nil
}

// carriedLine is a line under way.
type carriedLine struct {
	*carriedReading
	texts  club.MemberTexts
	owner  club.Bearer
	faults []*club.Error
}

// kinds are those the line says something of. An amount or units of zero say nothing.
func (l *carriedLine) kinds() []func() (billing.Carried, error) {
	var brings []func() (billing.Carried, error)
	if l.texts[club.CarriedVoucher] != "" {
		brings = append(brings, l.voucher)
	}
	switch units, err := strconv.Atoi(l.texts[club.CarriedUnits]); {
	case l.texts[club.CarriedSeries] != "":
		brings = append(brings, l.runs)
	case l.texts[club.CarriedUnits] != "" && (err != nil || units != 0):
		brings = append(brings, l.card)
	}
	if sum, err := money.Parse(l.texts[club.CarriedAmount]); l.texts[club.CarriedAmount] != "" && (err != nil || sum != 0) {
		brings = append(brings, l.balance)
	}
	return brings
}

func (l *carriedLine) voucher() (billing.Carried, error) {
	return billing.Carried{Kind: billing.Voucher, Through: l.day(club.CarriedVoucher)}, nil
}

// runs is a package whose series are still to be given.
func (l *carriedLine) runs() (billing.Carried, error) {
	offer := l.offer(catalogue.Package, l.texts[club.CarriedCard])
	one := billing.Carried{Kind: catalogue.Package, Offer: offer.ID, Worth: l.cents(club.CarriedWorth)}
	if offer.ID == 0 {
		l.fault(club.CodeOfferNotFound, club.CarriedCard)
		return one, nil
	}
	var err error
	if one.Series, err = l.series(offer.Season, l.texts[club.CarriedSeries]); slices.Contains(one.Series, 0) {
		l.fault(club.CodeSeriesNotFound, club.CarriedSeries)
	}
	return one, err
}

func (l *carriedLine) card() (billing.Carried, error) {
	one := billing.Carried{Kind: catalogue.Card, Through: l.day(club.CarriedThrough), Worth: l.cents(club.CarriedWorth)}
	var err error
	if one.Units, err = strconv.Atoi(l.texts[club.CarriedUnits]); err != nil {
		l.fault(club.CodeOpeningUnits, club.CarriedUnits).With("max", billing.MostUnits)
	}
	if one.Offer = l.offer(catalogue.Card, l.texts[club.CarriedCard]).ID; one.Offer == 0 {
		l.fault(club.CodeOfferNotFound, club.CarriedCard)
	}
	return one, nil
}

func (l *carriedLine) balance() (billing.Carried, error) {
	one := billing.Carried{Kind: billing.Balance, Cents: l.cents(club.CarriedAmount)}
	if one.Cents > 0 {
		one.VAT, one.Due = l.vat, l.day(club.CarriedDue)
	}
	return one, nil
}

func (l *carriedLine) fault(code club.Code, at club.MemberField) *club.Error {
	refusal := club.Refuse(code).On(string(at))
	l.faults = append(l.faults, refusal)
	return refusal
}

// day reads a day, of two centuries the nearer one.
func (l *carriedLine) day(at club.MemberField) calendar.Day {
	readings := calendar.Readings(l.texts[at])
	if len(readings) == 0 {
		if l.texts[at] != "" {
			l.fault(club.CodeBadDay, at)
		}
		return ""
	}
	return readings[len(readings)-1]
}

func (l *carriedLine) cents(at club.MemberField) money.Cents {
	if l.texts[at] == "" {
		return 0
	}
	sum, err := money.Parse(l.texts[at])
	if err != nil {
		l.fault(club.CodeBadAmount, at)
	}
	return sum
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

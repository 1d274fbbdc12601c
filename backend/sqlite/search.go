package sqlite

import (
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Patterns and limits of a search stand behind a sign, +?, that changes nothing
// of them. SQLite reads a bare parameter in their place for its plan, and so makes
// the plan of the whole statement anew at every key, which takes as long as the
// answer.

// containing is the condition that every word stands somewhere in a column that
// club made for search, or sounds like one of its names, with its arguments.
// Words hold letters and figures only, so nothing in them means anything to LIKE.
func containing(column string, words []string) (condition string, args []any) {
	condition = "1"
	for _, word := range words {
		like := column + " LIKE +?"
		args = append(args, "%"+word+"%")
		if heard := club.Sound(word); heard != "" {
			like = "(" + like + " OR " + column + " LIKE +?)"
			args = append(args, "% "+club.SoundMark+heard+" %")
		}
		condition += " AND " + like
	}
	return condition, args
}

// rank orders what containing found by one word or more: the column begins with
// the first, then every word begins one of the column's, then every word stands
// in it, then what only sounds so. Within one rank the column's own order puts
// an exact name before longer ones.
func rank(column string, words []string) (expression string, args []any) {
	begins, stands := "1", "1"
	args = append(args, " "+words[0]+"%")
	for _, word := range words {
		begins += " AND " + column + " LIKE +?"
		args = append(args, "% "+word+"%")
	}
	for _, word := range words {
		stands += " AND " + column + " LIKE +?"
		args = append(args, "%"+word+"%")
	}
	return "CASE WHEN " + column + " LIKE +? THEN 0 WHEN " + begins + " THEN 1 WHEN " + stands + " THEN 2 ELSE 3 END", args
}

// FoundHousehold is a household as the palette shows it.
type FoundHousehold struct {
	ID     club.HouseholdID `json:"id"`
	Name   string           `json:"name"`
	Detail string           `json:"detail" doc:"Its riders, or its town"`
	By     string           `json:"by" doc:"What it was found by, where that is not shown: a phone, an e-mail …"`
}

// SearchHouseholds finds households by words, the best first.
func (tx *Tx) SearchHouseholds(words []string, limit int) ([]FoundHousehold, error) {
	where, matched := containing("h.folded", words)
	best, ranked := bestHouseholds(words)
	return collect(tx, func(row scanner) (f FoundHousehold, err error) {
		err = row.Scan(&f.ID, &f.Name, &f.Detail)
		return f, err
	}, "WITH "+foundHouseholds(where, best+" LIMIT +?")+` SELECT h.id, h.name, coalesce(
			(SELECT group_concat(first_name, ', ') FROM (SELECT first_name FROM riders r WHERE `+seenFrom("h.id")+` ORDER BY household <> h.id, id)),
			(SELECT town FROM addresses WHERE household = h.id AND is_default = 1), '')
		FROM page JOIN households h ON h.id = page.id ORDER BY page.place`, slices.Concat(matched, ranked, []any{limit})...)
}

// FoundRider is a rider as the palette shows it.
type FoundRider struct {
	ID        club.RiderID     `json:"id"`
	Household club.HouseholdID `json:"household"`
	Name      string           `json:"name"`
	Detail    string           `json:"detail" doc:"The family, and the level"`
	By        string           `json:"by" doc:"What they were found by, where that is not shown"`
}

// SearchRiders finds riders by words, the best first.
func (tx *Tx) SearchRiders(words []string, limit int) ([]FoundRider, error) {
	where, args, err := tx.riderSaid(words)
	if err != nil {
		return nil, err
	}
	order, ranked := rank("r.folded", words)
	return collect(tx, func(row scanner) (f FoundRider, err error) {
		err = row.Scan(&f.ID, &f.Household, &f.Name, &f.Detail)
		return f, err
	}, `SELECT r.id, r.household, r.first_name || ' ' || r.surname, h.name || coalesce(' · ' || l.label, '')
		FROM riders r JOIN households h ON h.id = r.household LEFT JOIN levels l ON l.id = r.level
		WHERE `+where+" ORDER BY "+order+", r.folded, r.id LIMIT +?", append(append(args, ranked...), limit)...)
}

// FoundInvoice is a document as the palette shows it.
type FoundInvoice struct {
	ID        billing.InvoiceID `json:"id"`
	Number    string            `json:"number"`
	Detail    string            `json:"detail" doc:"The family"`
	By        string            `json:"by" doc:"What it was found by, where that is not shown: a phone of the family …"`
	Remaining money.Cents       `json:"remainingCents"`
}

// inNumber is the condition that a word stands in a number: figures anywhere,
// whatever separates them, letters only at its beginning, or every name would be
// found in ECOLE-.
func inNumber(word string) (condition, pattern string) {
	if strings.ContainsAny(word, "0123456789") {
		return "replace(replace(i.number, '-', ''), '/', '') LIKE +?", "%" + word + "%"
	}
	return "i.number LIKE +?", word + "%"
}

// SearchInvoices finds documents by the words of their number or family, those
// by number first, then the latest.
func (tx *Tx) SearchInvoices(words []string, limit int) ([]FoundInvoice, error) {
	byNumber, either := "1", "1"
	var numbered, named []any
	for _, word := range words {
		condition, pattern := inNumber(word)
		byNumber += " AND " + condition
		numbered = append(numbered, pattern)
		family, like := containing("folded", []string{word})
		either += " AND (" + condition + " OR +i.household IN (SELECT id FROM households WHERE " + family + "))"
		named = append(append(named, pattern), like...)
	}
	found, err := tx.latestInvoices(byNumber, numbered, limit)
	if err != nil || len(found) == limit {
		return found, err
	}
	rest, err := tx.latestInvoices(either+" AND NOT ("+byNumber+")", append(named, numbered...), limit-len(found))
	return append(found, rest...), err
}

// latestInvoices finds the latest documents that meet a condition on number and
// household, which one index holds in that order.
func (tx *Tx) latestInvoices(condition string, args []any, limit int) ([]FoundInvoice, error) {
	return collect(tx, func(row scanner) (f FoundInvoice, err error) {
		err = row.Scan(&f.ID, &f.Number, &f.Detail, &f.Remaining)
		return f, err
	}, `SELECT i.id, i.number, coalesce(h.name, ''), CASE WHEN d.total_cents > 0 THEN d.total_cents - coalesce(s.settled_cents, 0) ELSE 0 END
		FROM (SELECT i.id, i.number, i.household FROM invoices i INDEXED BY invoices_by_day WHERE `+condition+` ORDER BY i.day DESC, i.id DESC LIMIT +?) i
		JOIN invoices d ON d.id = i.id LEFT JOIN settlements s ON s.invoice = i.id LEFT JOIN households h ON h.id = i.household
		ORDER BY i.id DESC`, append(args, limit)...)
}

// FoundOffer is an offer as the palette shows it.
type FoundOffer struct {
	ID     catalogue.OfferID `json:"id"`
	Name   string            `json:"name"`
	Detail string            `json:"detail"`
	Price  money.Cents       `json:"priceCents"`
}

// SearchOffers finds offers on sale by words, the best first.
func (tx *Tx) SearchOffers(words []string, limit int) ([]FoundOffer, error) {
	where, args := containing("folded", words)
	order, ranked := rank("(' ' || folded)", words)
	return collect(tx, func(row scanner) (f FoundOffer, err error) {
		err = row.Scan(&f.ID, &f.Name, &f.Detail, &f.Price)
		return f, err
	}, "SELECT id, name, detail, price_cents FROM offers WHERE NOT archived AND "+where+
		" ORDER BY "+order+", position, name, id LIMIT +?", append(append(args, ranked...), limit)...)
}

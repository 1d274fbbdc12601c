package sqlite

import (
	"slices"
	"strings"
	"unicode"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// HouseholdFilter chooses households for a list.
type HouseholdFilter struct {
	Words  []string           // of club.Words; every one must match
	Only   []club.HouseholdID // among these; among all when nil
	Sort   string             // name, town, remaining, overdue or recent, with - before for the other way; "" is the best match
	Today  calendar.Day       // decides what is late
	Limit  int                // 0 for no limit
	Offset int
}

// HouseholdRow is a household in a list.
type HouseholdRow struct {
	ID        club.HouseholdID `json:"id"`
	Name      string           `json:"name"`
	Kind      string           `json:"kind" enum:"family,guest"`
	Town      string           `json:"town"`
	Mobile    string           `json:"mobile"`
	Email     string           `json:"email"`
	Riders    []string         `json:"riders" nullable:"false" doc:"Names, those of another household it sees last"`
	Remaining money.Cents      `json:"remainingCents" doc:"What its invoices still ask for"`
	Overdue   money.Cents      `json:"overdueCents" doc:"The part of it on invoices that are late"`
}

// HouseholdCounts tells how many there are, whatever the page shows.
type HouseholdCounts struct {
	All    int `json:"all"`
	Riders int `json:"riders" doc:"Of all households"`
	Found  int `json:"found" doc:"How many the words find in all"`
}

// erasedHouseholds are those nobody is to meet in a list.
const erasedHouseholds = "SELECT id FROM households WHERE erased_at <> ''"

// listed is the condition that a list may show household h: not an erased one, nor
// one that was merged into another. The index households_found holds these.
const listed = "h.merged_into IS NULL AND h.erased_at = ''"

// owedSums are what invoices i that are open in s ask for, and the part of it
// that is late on the day ?1.
const owedSums = `sum(i.total_cents - s.settled_cents) AS remaining,
	sum(CASE WHEN s.next_due_day < ?1 THEN i.total_cents - s.settled_cents ELSE 0 END) AS overdue`

// owed adds up the open invoices of every household, those issued to households
// merged into it included. They are few among all:
// CROSS keeps SQLite from reading the others.
const owed = "SELECT coalesce(m.merged_into, m.id) AS household, " + owedSums + ` FROM settlements s CROSS JOIN invoices i ON i.id = s.invoice
	CROSS JOIN households m ON m.id = i.household WHERE s.next_due_day <> '' AND i.total_cents > 0 GROUP BY 1`

// owedOn adds up those of the households of a page.
const owedOn = "SELECT m.household, " + owedSums + ` FROM (SELECT id, id AS household FROM page
	UNION ALL SELECT h.id, page.id FROM page CROSS JOIN households h ON h.merged_into = page.id) m CROSS JOIN invoices i ON i.household = m.id
	CROSS JOIN settlements s ON s.invoice = i.id WHERE s.next_due_day <> '' AND i.total_cents > 0 GROUP BY m.household`

// byName orders households h by their names; folded begins with the name, so that
// Éric stands among the E's.
const byName = "h.folded, h.id"

// foundHouseholds are two names for a statement: found are the listed households
// that meet a condition on h, page the ids that a query over found gives, in its
// order. Found is read in its index by whoever asks for it, and never written
// down.
func foundHouseholds(condition, page string) string {
	return "found AS NOT MATERIALIZED (SELECT h.id, h.folded FROM households h WHERE " + listed + " AND " + condition +
		"), page AS MATERIALIZED (SELECT id, row_number() OVER () AS place FROM (" + page + "))"
}

// bestHouseholds is the query of what words found, the best first. Names that
// begin with the first word stand in their index in that order already; only
// where they do not fill a page the others are ranked.
func bestHouseholds(words []string) (query string, args []any) {
	const begins = "h.folded >= ? AND h.folded < ?"
	from := " " + words[0]
	bounds := []any{from, from + string(unicode.MaxRune)}
	order, ranked := rank("h.folded", words)
	return "SELECT id FROM (SELECT h.id FROM found h WHERE " + begins + " ORDER BY " + byName + `)
		UNION ALL SELECT id FROM (SELECT h.id FROM found h WHERE NOT (` + begins + ") ORDER BY " + order + ", " + byName + ")",
		slices.Concat(bounds, bounds, ranked)
}

// Households lists households with what they owe. All that is found is counted,
// but only the page is put in order to its end; what a row says beside its name is
// looked up for no other.
func (tx *Tx) Households(f HouseholdFilter) ([]HouseholdRow, HouseholdCounts, error) {
	where, matched := containing("h.folded", f.Words)
	if f.Only != nil {
		only, err := asJSON(f.Only)
		if err != nil {
			return nil, HouseholdCounts{}, err
		}
		where, matched = where+" AND h.id IN (SELECT value FROM json_each(?))", append(matched, only)
	}
	ordered, ordering := f.ordered()
	limit := f.Limit
	if limit == 0 {
		limit = -1
	}
	args := slices.Concat([]any{string(f.Today)}, matched, ordering, []any{limit, f.Offset})
	var counts HouseholdCounts
	rows, err := collect(tx, func(row scanner) (h HouseholdRow, err error) {
		err = row.Scan(&counts.Found, &h.ID, &h.Name, &h.Kind, &h.Town, &h.Mobile, &h.Email, fromJSON(&h.Riders), &h.Remaining, &h.Overdue)
		return h, err
	}, "WITH o AS MATERIALIZED ("+owedOn+"), "+foundHouseholds(where, ordered+" LIMIT +? OFFSET +?")+`
		SELECT (SELECT count(*) FROM found), h.id, h.name, h.kind, coalesce(a.town, ''),
		coalesce((SELECT mobile FROM contacts WHERE household = h.id AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''),
		coalesce(nullif(h.email, ''), (SELECT email FROM contacts WHERE household = h.id AND email <> '' ORDER BY pays DESC, n LIMIT 1), ''),
		(SELECT json_group_array(name) FROM (SELECT first_name || ' ' || surname AS name FROM riders r WHERE `+seenFrom("h.id")+` ORDER BY household <> h.id, id)),
		coalesce(o.remaining, 0), coalesce(o.overdue, 0)
		FROM page JOIN households h ON h.id = page.id LEFT JOIN addresses a ON a.household = h.id AND a.is_default = 1
		LEFT JOIN o ON o.household = h.id ORDER BY page.place`, args...)
	if err != nil {
		return nil, HouseholdCounts{}, err
	}
	if len(rows) == 0 && f.Offset > 0 { // a page behind the last tells nothing
		if err := tx.row("SELECT count(*) FROM households h WHERE "+listed+" AND "+where, matched, &counts.Found); err != nil {
			return nil, HouseholdCounts{}, err
		}
	}
	err = tx.row("SELECT (SELECT count(*) FROM households h WHERE "+listed+`), (SELECT count(*) FROM riders)
		- (SELECT count(*) FROM riders WHERE household IN (`+erasedHouseholds+"))", nil, &counts.All, &counts.Riders)
	return rows, counts, err
}

// ordered is the query of what is found, by the column asked for and then by
// name.
func (f HouseholdFilter) ordered() (query string, args []any) {
	column, down := strings.CutPrefix(f.Sort, "-")
	way := " ASC, "
	if down {
		way = " DESC, "
	}
	from, order := "found h", byName
	switch column {
	case "name":
		order = "h.folded" + way + "h.id"
	case "town":
		from += " LEFT JOIN addresses a ON a.household = h.id AND a.is_default = 1"
		order = "coalesce(a.town, '') = '', a.town" + way + byName
	case "remaining", "overdue":
		from += " LEFT JOIN (" + owed + ") o ON o.household = h.id"
		order = "coalesce(o." + column + ", 0)" + way + byName
	case "recent":
		order = "coalesce((SELECT max(id) FROM invoices WHERE household = h.id), 0) DESC, h.id DESC"
	default:
		if len(f.Words) > 0 {
			return bestHouseholds(f.Words)
		}
	}
	return "SELECT h.id FROM " + from + " ORDER BY " + order, nil
}

// Owed is what a household's invoices still ask for on a day, and the part of
// it on invoices that are late.
func (tx *Tx) Owed(household club.HouseholdID, today calendar.Day) (remaining, overdue money.Cents, err error) {
	err = tx.row("SELECT coalesce(remaining, 0), coalesce(overdue, 0) FROM (SELECT "+owedSums+` FROM invoices i CROSS JOIN settlements s ON s.invoice = i.id
		WHERE `+account("i.household", "?2")+` AND i.total_cents > 0 AND s.next_due_day <> '')`, []any{string(today), int64(household)}, &remaining, &overdue)
	return remaining, overdue, err
}

// HouseholdNames returns every household's name by its id.
func (tx *Tx) HouseholdNames() (map[club.HouseholdID]string, error) {
	names := map[club.HouseholdID]string{}
	_, err := collect(tx, func(row scanner) (none struct{}, err error) {
		var id club.HouseholdID
		var name string
		err = row.Scan(&id, &name)
		names[id] = name
		return none, err
	}, "SELECT id, name FROM households")
	return names, err
}

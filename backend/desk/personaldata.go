package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// personalFormat names the form of an export; its fields keep their names for
// as long as the number stays.
const personalFormat = "paddock/personal-data/1"

// PersonalData is everything held on a household, for the family that asks for
// it (PRODUCT section 2; GDPR art. 15 and 20).
type PersonalData struct {
	Format    string           `json:"format" doc:"paddock/personal-data/1"`
	Club      string           `json:"club"`
	Household club.HouseholdID `json:"household"`
	Name      string           `json:"name"`
	Language  locale.Lang      `json:"language"`
	At        time.Time        `json:"at" doc:"When it was read"`
	Held      []sqlite.Held    `json:"held" nullable:"false" doc:"Every kind of record, also those with none. Days are club-local, instants UTC, fields in Cents whole cents, 0 and 1 no and yes"`
}

// ExportPersonalData gathers everything held on a household. The journal learns
// that it left.
func (d *Desk) ExportPersonalData(ctx context.Context, req Request, id club.HouseholdID) (PersonalData, error) {
	return d.personalData(ctx, req, id, "json")
}

// PersonalDataPaper is ExportPersonalData to be read: a PDF in the household's
// language.
func (d *Desk) PersonalDataPaper(ctx context.Context, req Request, id club.HouseholdID) ([]byte, error) {
	data, err := d.personalData(ctx, req, id, "pdf")
	if err != nil {
		return nil, err
	}
	zone, err := look(ctx, d, func(tx *sqlite.Tx) (*time.Location, error) {
		c, err := loadClub(tx)
		return c.zone, err
	})
	if err != nil {
		return nil, err
	}
	return data.paper(zone, d.version).PDF()
}

// personalData seals that an export leaves and reads it, all of it at one
// moment. The answer to the key is only that it left: a copy of the data would
// outlive its erasure.
func (d *Desk) personalData(ctx context.Context, req Request, id club.HouseholdID, form string) (PersonalData, error) {
	body := struct {
		Household club.HouseholdID
		Form      string
	}{id, form}
	if _, err := write(ctx, d, req, "exportPersonalData", body, func(tx *sqlite.Tx) (string, error) {
		home, err := heldHousehold(tx, id)
		if err != nil {
			return "", err
		}
		return form, tx.Seal(journal.PersonalExported, req.Actor, "", map[string]any{"household": int64(home.ID), "form": form})
	}); err != nil {
		return PersonalData{}, err
	}
	return read(As(ctx, req.Actor), d, "exportPersonalData", func(tx *sqlite.Tx) (PersonalData, error) {
		c, err := loadClub(tx)
		if err != nil {
			return PersonalData{}, err
		}
		home, err := tx.Household(id)
		if err != nil {
			return PersonalData{}, refused(err, club.CodeHouseholdNotFound)
		}
		held, err := tx.PersonalData(home, c.Identity.Country)
		return PersonalData{
			Format: personalFormat, Club: c.Identity.Name, Household: home.ID, Name: home.Name, Language: home.Language, At: tx.Now, Held: held,
		}, err
	})
}

// paper lays an export out for a reader: what says something, in words.
func (p PersonalData) paper(zone *time.Location, version string) document.Records {
	say := func(key string, params locale.Params) string { return locale.Text(p.Language, "held."+key, params) }
	day := calendar.DayOf(p.At, zone)
	paper := document.Records{
		Title: say("title", nil), Name: p.Name, Club: p.Club, Day: day, Lang: p.Language, ProgramVersion: version,
		Intro: say("intro", locale.Params{"club": p.Club, "readDay": day}),
	}
	for _, held := range p.Held {
		if len(held.Shown) == 0 {
			continue
		}
		section := document.RecordSection{Title: say("of."+held.Of, nil), None: say("none", nil)}
		for _, record := range held.Records {
			var fields []document.RecordField
			for _, name := range held.Shown {
				if text := p.text(name, record[name], zone); text != "" {
					fields = append(fields, document.RecordField{Name: say("field."+name, nil), Text: text})
				}
			}
			section.Records = append(section.Records, fields)
		}
		paper.Sections = append(paper.Sections, section)
	}
	return paper
}

// yesNo are the fields that say 0 or 1.
var yesNo = map[string]bool{"pays": true, "emergency": true, "isDefault": true, "photoConsent": true}

// text is a value as a person reads it; "" for one that says nothing.
func (p PersonalData) text(name string, value any, zone *time.Location) string {
	switch v := value.(type) {
	case float64: // whole: JSON knows no other number
		switch {
		case yesNo[name]:
			return locale.Text(p.Language, "held.yesNo."+fmt.Sprint(v), nil)
		case strings.HasSuffix(name, "Cents") || name == "cents":
			return locale.Amount(p.Language, money.Cents(v))
		case v == 0:
			return ""
		}
		return fmt.Sprint(int64(v))
	case map[string]any:
		var parts []string
		for _, part := range []string{"name", "recipient", "street", "extra", "postalCode", "town", "number", "bank", "drawer", "back"} {
			if text := p.text(part, v[part], zone); text != "" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, ", ")
	case []any:
		var parts []string
		for _, part := range v {
			if text := p.text("name", part, zone); text != "" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, " · ")
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			at = at.In(zone)
			return locale.LongDay(p.Language, calendar.DayOf(at, zone)) + ", " + at.Format("15:04")
		}
		if day, err := calendar.ParseDay(v); err == nil && string(day) == v {
			return locale.LongDay(p.Language, day)
		}
		for _, key := range []string{"held.value." + v, "way." + v} {
			if name != "name" && locale.Has(key) {
				return locale.Text(p.Language, key, nil)
			}
		}
		return v
	}
	return ""
}

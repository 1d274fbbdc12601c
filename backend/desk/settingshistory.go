package desk

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// RuleChanged is one setting that somebody changed, as the journal sealed it.
type RuleChanged struct {
	Seq  int64        `json:"seq" doc:"Of the journal's entry"`
	N    int          `json:"n" doc:"Which of the changes of that entry"`
	Day  calendar.Day `json:"day"`
	At   time.Time    `json:"at" doc:"UTC"`
	Who  string       `json:"who"`
	What string       `json:"what" doc:"What the setting is called, in the language of who asks"`
	Old  string       `json:"old" doc:"In words; empty for what was not there"`
	New  string       `json:"new"`

	path string // section.field
}

// SettingsHistory lists who changed which setting when, from what to what, the
// latest first: those of the sections or fields the query names, all without.
func (d *Desk) SettingsHistory() List[RuleChanged] {
	return listed(d, "settings", "settings.history", historyColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]RuleChanged, error) {
		entries, err := tx.SettingsEntries()
		if err != nil {
			return nil, err
		}
		staff, err := tx.Staff()
		if err != nil {
			return nil, err
		}
		rows := []RuleChanged{}
		for _, e := range entries {
			var sealed struct {
				Actor   int64 `json:"actor"`
				Payload struct {
					Section string          `json:"section"`
					Old     json.RawMessage `json:"old"`
					New     json.RawMessage `json:"new"`
				} `json:"payload"`
			}
			if err := json.Unmarshal([]byte(e.Line), &sealed); err != nil {
				continue // verify names an entry that cannot be read
			}
			row := RuleChanged{Seq: e.Seq, At: e.At, Day: calendar.DayOf(e.At, l.zone)}
			for _, s := range staff {
				if s.ID == sealed.Actor {
					row.Who = s.Name
				}
			}
			for n, change := range l.changesOf(sealed.Payload.Section, sealed.Payload.Old, sealed.Payload.New) {
				row.N, row.What, row.Old, row.New, row.path = n, change.What, change.Old, change.New, change.path
				if q.Part == "" || slices.ContainsFunc(strings.Split(q.Part, ","), func(part string) bool {
					return part == row.path || part == sealed.Payload.Section
				}) {
					rows = append(rows, row)
				}
			}
		}
		return rows, nil
	})
}

var historyColumns = []column[RuleChanged]{
	{"list.day", exchange.Day, func(_ listing, r RuleChanged) any { return r.Day }},
	{"settings.historyWho", exchange.Text, func(_ listing, r RuleChanged) any { return r.Who }},
	{"settings.historyWhat", exchange.Text, func(_ listing, r RuleChanged) any { return r.What }},
	{"settings.historyOld", exchange.Text, func(_ listing, r RuleChanged) any { return r.Old }},
	{"settings.historyNew", exchange.Text, func(_ listing, r RuleChanged) any { return r.New }},
}

// changesOf compares a section field by field, or row by row where it is a list.
func (l listing) changesOf(section string, old, new json.RawMessage) []RuleChanged {
	before, after := l.rowsOf(old), l.rowsOf(new)
	var changes []RuleChanged
	if before == nil && after == nil {
		was, is := map[string]json.RawMessage{}, map[string]json.RawMessage{}
		_, _ = json.Unmarshal(old, &was), json.Unmarshal(new, &is)
		for _, name := range slices.Sorted(maps.Keys(is)) {
			if name != "id" && !same(was[name], is[name]) {
				old, new := apart(was[name], is[name])
				changes = append(changes, RuleChanged{What: l.settingName(name), Old: l.inWords(name, old), New: l.inWords(name, new), path: section + "." + name})
			}
		}
		return changes
	}
	for _, key := range slices.Sorted(maps.Keys(before)) {
		if is, stays := after[key]; !stays {
			changes = append(changes, RuleChanged{What: before[key].name, Old: before[key].words(l, nil), path: section})
		} else if !same(before[key].raw, is.raw) {
			changes = append(changes, RuleChanged{What: is.name, Old: before[key].words(l, is.fields), New: is.words(l, before[key].fields), path: section})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(after)) {
		if _, was := before[key]; !was {
			changes = append(changes, RuleChanged{What: after[key].name, New: after[key].words(l, nil), path: section})
		}
	}
	return changes
}

// readWhole is how long a list is read as a whole; of a longer one, what went and what
// came says more.
const readWhole = 5

// apart leaves out of two long lists what both hold.
func apart(old, new json.RawMessage) (gone, come json.RawMessage) {
	var was, is []json.RawMessage
	if json.Unmarshal(old, &was) != nil || json.Unmarshal(new, &is) != nil || max(len(was), len(is)) <= readWhole {
		return old, new
	}
	without := func(all, other []json.RawMessage) json.RawMessage {
		left, _ := json.Marshal(slices.DeleteFunc(slices.Clone(all), func(one json.RawMessage) bool {
			return slices.ContainsFunc(other, func(o json.RawMessage) bool { return same(one, o) })
		}))
		return left
	}
	return without(was, is), without(is, was)
}

// filled are the fields of a row within a setting that say something, in this order.
func filled(row map[string]any, names ...string) (texts []string) {
	for _, name := range names {
		if text := strings.Trim(fmt.Sprint(row[name]), "[]"); row[name] != nil && text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// ruleRow is a row of a section that is a list.
type ruleRow struct {
	raw    json.RawMessage
	name   string
	fields map[string]json.RawMessage
}

// words says what a row says otherwise than another; all of it beside none.
func (r ruleRow) words(l listing, other map[string]json.RawMessage) string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(r.fields)) {
		if text := l.inWords(name, r.fields[name]); text != "" && !slices.Contains(quiet, name) && (other == nil || !same(other[name], r.fields[name])) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, ", ")
}

// quiet are fields that say nothing to a person.
var quiet = []string{"id", "rank", "version"}

// rowsOf reads a list by what tells its rows apart; nil for what is none.
func (l listing) rowsOf(raw json.RawMessage) map[string]ruleRow {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	rows := map[string]ruleRow{}
	for i, one := range list {
		row := ruleRow{raw: one, fields: map[string]json.RawMessage{}}
		_ = json.Unmarshal(one, &row.fields)
		for _, name := range []string{"label", "name", "version", "code"} {
			if row.name == "" {
				row.name = l.inWords(name, row.fields[name])
			}
		}
		key := string(row.fields["id"])
		if key == "" {
			key = string(row.fields["code"]) + string(row.fields["version"]) + string(row.fields["from"])
		}
		for rows[key].raw != nil {
			key += fmt.Sprint(i)
		}
		rows[key] = row
	}
	return rows
}

// calledOtherwise are the settings whose text key is not their field.
var calledOtherwise = map[string]string{
	"name": "clubName", "language": "clubLanguage", "noteFromCents": "noteFrom", "aidNames": "aids",
	"vatOnCollection": "onCollection", "deskCreditCents": "deskCredit", "first": "closedFirst", "last": "closedLast",
}

// settingName is what a field of the settings is called.
func (l listing) settingName(field string) string {
	for _, key := range []string{calledOtherwise[field], field} {
		if locale.Has("settings." + key) {
			return l.say("settings."+key, nil)
		}
	}
	return field
}

// inWords is a value as the settings show it.
func (l listing) inWords(field string, raw json.RawMessage) string {
	var value any
	if json.Unmarshal(raw, &value) != nil {
		return ""
	}
	switch v := value.(type) {
	case bool:
		if v {
			return l.say("settings.yes", nil)
		}
		return l.say("settings.no", nil)
	case float64:
		if strings.HasSuffix(field, "Cents") || field == "cents" {
			return locale.Amount(l.lang, money.Cents(v))
		}
		if field == "percent" || field == "rate" {
			return locale.Rate(l.lang, money.Rate(v))
		}
		if field == "cutOffMinutes" || field == "noticeMinutes" { // since midnight
			return calendar.Minute(v).String()
		}
		return fmt.Sprint(v)
	case string:
		if day, err := calendar.ParseDay(v); err == nil {
			return locale.ShortDay(l.lang, day)
		}
		return v
	case []any:
		var texts []string
		for _, one := range v {
			if row, is := one.(map[string]any); is && row["name"] != nil {
				one = strings.Join(filled(row, "name", "domains", "subject", "reference", "amount"), " · ")
			}
			texts = append(texts, fmt.Sprint(one))
		}
		return strings.Join(texts, ", ")
	case map[string]any: // a text in three languages
		for _, lang := range []string{string(l.lang), "fr", "nl", "en"} {
			if text, _ := v[lang].(string); text != "" {
				return text
			}
		}
	}
	return ""
}

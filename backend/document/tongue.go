package document

import (
	"fmt"
	"strings"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// tongue is the language of one paper. A French club's paper in another
// language keeps its title and legal mentions in French as well (PRODUCT
// section 9; loi 94-665).
type tongue struct {
	lang   locale.Lang
	french bool // French is printed beside lang
}

func speak(lang locale.Lang, country string) tongue {
	if !lang.Valid() {
		lang = locale.French
	}
	return tongue{lang, country == "FR" && lang != locale.French}
}

// say returns the text of a key under "paper.".
func (t tongue) say(key string, params locale.Params) string {
	return locale.Text(t.lang, "paper."+key, params)
}

// legal returns the text of a key in each language that the paper owes.
func (t tongue) legal(key string, params locale.Params) []string {
	texts := []string{t.say(key, params)}
	if t.french {
		texts = append(texts, locale.Text(locale.French, "paper."+key, params))
	}
	return texts
}

// mention returns a sentence of the settings likewise.
func (t tongue) mention(text club.Texts) []string {
	texts := []string{text.In(t.lang)}
	if t.french && text.French != texts[0] {
		texts = append(texts, text.French)
	}
	return texts
}

func (t tongue) amount(c money.Cents) string { return locale.Amount(t.lang, c) }

func (t tongue) decimal(c money.Cents) string { return locale.Decimal(t.lang, c) }

func (t tongue) day(d calendar.Day) string { return locale.LongDay(t.lang, d) }

// near writes a day without its year where that is the year of the paper, in
// one piece that no line breaks.
func (t tongue) near(d, paper calendar.Day) string {
	text := t.day(d)
	if d.Year() != paper.Year() {
		return strings.ReplaceAll(text, " ", "\u00a0")
	}
	return strings.ReplaceAll(strings.TrimSuffix(text, fmt.Sprintf(" %d", d.Year())), " ", "\u00a0")
}

// instant is midnight UTC of a document's day, the only time its PDF knows.
func instant(day calendar.Day) (time.Time, error) {
	parsed, err := calendar.ParseDay(string(day))
	if err != nil {
		return time.Time{}, fmt.Errorf("document: day %q: %w", day, err)
	}
	return time.Date(parsed.Year(), parsed.Month(), parsed.DayOfMonth(), 0, 0, 0, 0, time.UTC), nil
}

// numberInGroups writes a company number as its country does: SIREN in threes,
// SIRET in threes and five, the Belgian number as 0123.456.789.
func numberInGroups(number string) string {
	digits := strings.ReplaceAll(number, " ", "")
	switch len(digits) {
	case 9:
		return digits[:3] + " " + digits[3:6] + " " + digits[6:]
	case 14:
		return digits[:3] + " " + digits[3:6] + " " + digits[6:9] + " " + digits[9:]
	case 10:
		return digits[:4] + "." + digits[4:7] + "." + digits[7:]
	}
	return number
}

// vatInGroups writes a VAT number: FR 11 123 456 782, BE 0123.456.789.
func vatInGroups(number string) string {
	compact := strings.NewReplacer(" ", "", ".", "").Replace(number)
	switch {
	case strings.HasPrefix(compact, "FR") && len(compact) == 13:
		return "FR " + compact[2:4] + " " + numberInGroups(compact[4:])
	case strings.HasPrefix(compact, "BE") && len(compact) == 12:
		return "BE " + numberInGroups(compact[2:])
	}
	return number
}

// reference writes a payment reference as people copy it: RF in groups of
// four, the Belgian twelve digits as +++123/4567/89012+++.
func reference(text string) string {
	switch {
	case strings.HasPrefix(text, "RF"):
		return grouped(text)
	case len(text) == 12 && strings.Trim(text, "0123456789") == "":
		return "+++" + text[:3] + "/" + text[3:7] + "/" + text[7:] + "+++"
	}
	return text
}

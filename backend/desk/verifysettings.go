package desk

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"paddock/backend/club"
	"paddock/backend/journal"
)

// sealedSection is a section of the settings as the last entry about it left it.
type sealedSection struct {
	seq  int64
	body json.RawMessage
}

// rule remembers what an entry made of the settings.
func (p *proof) rule(e journal.Entry, payload json.RawMessage) {
	p.vat.rule(e.Kind, payload)
	for section, body := range ruledBy(e.Kind, payload) {
		p.ruled[section] = sealedSection{e.Seq, body}
	}
}

// settings compares what the club decided with what was sealed of it: whoever
// writes another account into the row is paid by every code from then on.
func (p *proof) settings() error {
	rows, err := p.tx.SectionBodies()
	if err != nil {
		return err
	}
	for _, section := range slices.Sorted(maps.Keys(sections(&club.Settings{}))) {
		sealed, has := p.ruled[section]
		if !has {
			continue // the chain already says that the entry is gone or unreadable
		}
		differences, err := journal.Differences(string(sealed.body), rows[section])
		if err != nil {
			p.find(sealed.seq, "settingsUnreadable", map[string]any{"section": string(section)})
			continue
		}
		for _, d := range differences {
			if d.Sealed == "" && !strings.HasSuffix(d.Path, "]") {
				continue // a setting that a later version of the program added to the section
			}
			path := string(section) + "." + d.Path
			if strings.HasPrefix(d.Path, "[") {
				path = string(section) + d.Path
			}
			p.find(sealed.seq, "settingsChanged", map[string]any{"path": path, "sealed": d.Sealed, "found": d.Found})
		}
	}
	return nil
}

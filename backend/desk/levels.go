package desk

import (
	"slices"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// ladders holds the levels a club starts with, per country and federation, from
// the first step up: in France the ponies of the youngest below Galop 1, in
// Belgium the halters and stirrups of the LEWB and the certificates of the VLP.
var ladders = map[string][][]club.Level{
	"FR": {ladder("FFE",
		step("PB", "Poney de bronze", "Poney bronze", "Galop poney bronze"),
		step("PA", "Poney d’argent", "Poney argent", "Galop poney argent"),
		step("PO", "Poney d’or", "Poney or", "Galop poney or"),
		step("G1", "Galop 1"), step("G2", "Galop 2"), step("G3", "Galop 3"), step("G4", "Galop 4"),
		step("G5", "Galop 5"), step("G6", "Galop 6"), step("G7", "Galop 7"),
	)},
	"BE": {ladder("LEWB",
		step("L1", "Licol blanc"), step("L2", "Licol bleu"), step("L3", "Licol rouge"), step("L4", "Licol noir"),
		step("EB", "Étrier de bronze", "Étrier bronze"), step("EA", "Étrier d’argent", "Étrier argent"), step("EO", "Étrier d’or", "Étrier or"),
	), ladder("VLP",
		step("1G", "Eerste graad", "1e graad"),
		step("A", "A-brevet", "Brevet A", "Ruiterbrevet A"), step("B", "B-brevet", "Brevet B", "Ruiterbrevet B"),
	)},
}

func ladder(federation string, steps ...club.Level) []club.Level {
	for i := range steps {
		steps[i].Federation = federation
	}
	return club.Ladders(steps)
}

// step is a level with what people type for it; its code and label are among
// that.
func step(code, label string, aliases ...string) club.Level {
	return club.Level{Code: code, Label: label, Aliases: append([]string{code, label}, aliases...)}
}

// starterLevels gives a club its country's ladders, but for those it has.
func (d *Desk) starterLevels(tx *sqlite.Tx, country string) error {
	levels, err := tx.Levels()
	if err != nil {
		return err
	}
	for _, ladder := range ladders[country] {
		if slices.ContainsFunc(levels, func(l club.Level) bool { return l.Federation == ladder[0].Federation }) {
			continue
		}
		for _, level := range ladder {
			if _, err := tx.InsertLevel(level); err != nil {
				return err
			}
		}
	}
	return nil
}

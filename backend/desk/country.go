package desk

import (
	"strings"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// zones are the time zones of the countries Paddock is sold in.
var zones = map[string]string{"FR": "Europe/Paris", "BE": "Europe/Brussels"}

// moveTo takes a club to the other country, whose law and ways of paying it
// follows from then on: its rates, sentences and aids replace those of the old
// one, what is on sale keeps its price and takes the standard rate where its own
// is unknown there, and the federations' levels are added. Once a document is
// issued the country stays: the document, its number and its VAT follow its law.
func (d *Desk) moveTo(tx *sqlite.Tx, actor club.Actor, c clubNow, identity club.Identity) (club.Identity, error) {
	last, err := tx.LastIssueDay()
	if err != nil {
		return identity, err
	}
	if last != "" {
		return identity, club.Refuse(club.CodeCountryFixed).On("identity.country")
	}
	identity, err = checkIdentity(abroad(identity, c.Identity))
	if err != nil {
		return identity, err
	}
	start := startSettings(identity, FirstRun{VAT: !c.Policy.OutsideVAT}, c.today)
	policy := c.Policy
	policy.VATOnCollection, policy.AidNames = start.Policy.VATOnCollection, start.Policy.AidNames
	policy.WaysRefused = start.Policy.WaysRefused
	for _, section := range []struct {
		name     sqlite.Section
		old, new any
	}{
		{sqlite.SectionPolicy, c.Policy, policy},
		{sqlite.SectionVAT, c.VAT, start.VAT},
		{sqlite.SectionMentions, c.Mentions, start.Mentions},
	} {
		if err := putSection(tx, actor, section.name, section.old, section.new); err != nil {
			return identity, err
		}
	}
	if err := reprice(tx, start, c); err != nil {
		return identity, err
	}
	return identity, d.starterLevels(tx, identity.Country)
}

// abroad is an identity without what only the old country asks for, and with
// the new one's time zone where the club had the old one's.
func abroad(identity, old club.Identity) club.Identity {
	if identity.Country == "BE" {
		identity.SIREN, identity.SIRET, identity.RNA, identity.Registry = "", "", "", ""
	} else {
		identity.Enterprise = ""
	}
	if !strings.HasPrefix(identity.VATNumber, identity.Country) {
		identity.VATNumber = ""
	}
	if identity.Zone == zones[old.Country] && zones[identity.Country] != "" {
		identity.Zone = zones[identity.Country]
	}
	if digits := club.PhoneDigits(identity.Phone, old.Country); digits != "" {
		identity.Phone = "+" + digits
	}
	return identity
}

// reprice gives the parts of offers whose rate is unknown in the new country
// its standard rate.
func reprice(tx *sqlite.Tx, start club.Settings, c clubNow) error {
	offers, err := tx.Offers()
	if err != nil {
		return err
	}
	for _, o := range offers {
		changed := false
		for i, part := range o.Parts {
			if _, unknown := start.VATOn(part.VAT, c.today); unknown != nil {
				o.Parts[i].VAT, changed = "standard", true
			}
		}
		if changed {
			if _, err := tx.SaveOffer(o); err != nil {
				return err
			}
		}
	}
	return nil
}

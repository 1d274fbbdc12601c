package desk

import (
	"context"
	"reflect"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// SettingsView is the settings with the version of each section.
type SettingsView struct {
	club.Settings
	Ways     []billing.Way   `json:"ways" nullable:"false" doc:"Ways of paying of the club's country that it may refuse"`
	Versions SectionVersions `json:"versions"`
}

// SectionVersions tells how often each section was saved.
type SectionVersions struct {
	Identity int `json:"identity"`
	Policy   int `json:"policy"`
	VAT      int `json:"vat"`
	Mentions int `json:"mentions"`
	Terms    int `json:"terms"`
	Papers   int `json:"papers"`

	Discounts int `json:"discounts"`
	Aids      int `json:"aids"`
	Accounts  int `json:"accounts"`
	Reminders int `json:"reminders"`
	Mail      int `json:"mail"`
	MailRules int `json:"mailRules"`
}

// Change is a new value for a section that was read in a version.
type Change[V any] struct {
	Version int `json:"version" doc:"Version of the section the change was made on"`
	Value   V   `json:"value"`
}

// sections are the parts of the settings that are saved as a whole.
func sections(s *club.Settings) map[sqlite.Section]any {
	return map[sqlite.Section]any{
		sqlite.SectionIdentity: &s.Identity, sqlite.SectionPolicy: &s.Policy,
		sqlite.SectionVAT: &s.VAT, sqlite.SectionMentions: &s.Mentions, sqlite.SectionTerms: &s.Terms,
		sqlite.SectionPapers:    &s.Papers,
		sqlite.SectionDiscounts: &s.Discounts, sqlite.SectionAids: &s.Aids, sqlite.SectionAccounts: &s.Accounts,
		sqlite.SectionReminders: &s.Reminders, sqlite.SectionMail: &s.Mail, sqlite.SectionMailRules: &s.MailRules,
	}
}

// Settings returns what the owner decided; the zero Settings before the first
// run.
func (d *Desk) Settings(ctx context.Context) (club.Settings, error) {
	return look(ctx, d, func(tx *sqlite.Tx) (club.Settings, error) {
		settings, _, err := tx.Settings()
		return settings, err
	})
}

// SettingsView returns the settings for the screen that changes them.
func (d *Desk) SettingsView(ctx context.Context) (SettingsView, error) {
	return read(ctx, d, "settings", func(tx *sqlite.Tx) (SettingsView, error) {
		if _, err := loadClub(tx); err != nil {
			return SettingsView{}, err
		}
		return viewSettings(tx)
	})
}

func viewSettings(tx *sqlite.Tx) (SettingsView, error) {
	settings, versions, err := tx.Settings()
	return SettingsView{settings, billing.WaysToChoose(settings.Identity.Country), SectionVersions{
		Identity: versions[sqlite.SectionIdentity], Policy: versions[sqlite.SectionPolicy],
		VAT: versions[sqlite.SectionVAT], Mentions: versions[sqlite.SectionMentions], Terms: versions[sqlite.SectionTerms],
		Papers:    versions[sqlite.SectionPapers],
		Discounts: versions[sqlite.SectionDiscounts], Aids: versions[sqlite.SectionAids],
		Accounts: versions[sqlite.SectionAccounts], Reminders: versions[sqlite.SectionReminders],
		Mail: versions[sqlite.SectionMail], MailRules: versions[sqlite.SectionMailRules],
	}}, err
}

// SaveIdentity changes how papers name the club; what was issued keeps its
// snapshot. Another country brings its law with it, and is refused once a
// document is issued.
func (d *Desk) SaveIdentity(ctx context.Context, req Request, in Change[club.Identity]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionIdentity, in,
		func(tx *sqlite.Tx, c clubNow, value club.Identity) (club.Identity, error) {
			if value.Country != c.Identity.Country {
				return d.moveTo(tx, req.Actor, c, value)
			}
			return checkIdentity(value)
		})
}

// SavePolicy changes the club's rules, from now on.
func (d *Desk) SavePolicy(ctx context.Context, req Request, in Change[club.Policy]) (SettingsView, error) {
	c, err := read(As(ctx, req.Actor), d, "saveSettings", loadClub)
	if err == nil {
		err = d.ownLinkKey(c) // the provider that is left keeps its key
	}
	if err != nil {
		return SettingsView{}, err
	}
	return saveSection(ctx, d, req, sqlite.SectionPolicy, in, checkRules)
}

// checkRules is checkPolicy with the numbers that were given already.
func checkRules(tx *sqlite.Tx, c clubNow, value club.Policy) (club.Policy, error) {
	value, err := checkPolicy(value)
	if err != nil {
		return value, err
	}
	if value.WaysRefused, err = checkWaysRefused(c.Identity.Country, value.WaysRefused); err != nil {
		return value, err
	}
	return value, checkNumbers(tx, c, value)
}

// SaveVAT changes the dated rates. A rate that an offer on sale needs today
// must stay.
func (d *Desk) SaveVAT(ctx context.Context, req Request, in Change[[]club.VATRate]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionVAT, in, checkRates)
}

// SaveMentions changes the dated legal sentences.
func (d *Desk) SaveMentions(ctx context.Context, req Request, in Change[[]club.Mention]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionMentions, in, checkMentions)
}

// SaveTerms changes the conditions of sale. A version somebody accepted stays
// as it was accepted.
func (d *Desk) SaveTerms(ctx context.Context, req Request, in Change[[]club.Terms]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionTerms, in, checkTerms)
}

// SaveDiscounts changes the dated rules of discounts, for sales to come.
func (d *Desk) SaveDiscounts(ctx context.Context, req Request, in Change[[]club.DiscountRule]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionDiscounts, in, checkDiscounts)
}

// SaveAids changes the kinds of aid, for aids to come.
func (d *Desk) SaveAids(ctx context.Context, req Request, in Change[[]club.AidKind]) (SettingsView, error) {
	return saveSection(ctx, d, req, sqlite.SectionAids, in, checkAidKinds)
}

// settingsChange is the payload of a change in the journal.
type settingsChange struct {
	Section string `json:"section"`
	Old     any    `json:"old"`
	New     any    `json:"new"`
}

// saveSection lets the owner change one section that nobody changed meanwhile,
// and seals what it was and what it is. A value that changes nothing leaves no
// trace.
func saveSection[V any](ctx context.Context, d *Desk, req Request, section sqlite.Section, in Change[V], check func(*sqlite.Tx, clubNow, V) (V, error)) (SettingsView, error) {
	body := struct {
		Section sqlite.Section
		In      Change[V]
	}{section, in}
	return write(ctx, d, req, "saveSettings", body, func(tx *sqlite.Tx) (SettingsView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return SettingsView{}, err
		}
		_, versions, err := tx.Settings()
		if err != nil {
			return SettingsView{}, err
		}
		old := *sections(&c.Settings)[section].(*V)
		if versions[section] != in.Version {
			return SettingsView{}, stale(versions[section], old)
		}
		value, err := check(tx, c, in.Value)
		if err != nil {
			return SettingsView{}, err
		}
		if !reflect.DeepEqual(old, value) {
			if err := putSection(tx, req.Actor, section, old, value); err != nil {
				return SettingsView{}, err
			}
		}
		if err := actSection(tx, section, old, value); err != nil {
			return SettingsView{}, err
		}
		return viewSettings(tx)
	})
}

// putSection saves a section and seals what it was and what it is.
func putSection(tx *sqlite.Tx, actor club.Actor, section sqlite.Section, old, value any) error {
	if _, err := tx.SaveSection(section, value, actor.ID); err != nil {
		return err
	}
	return tx.Seal(journal.SettingsChanged, actor, "", settingsChange{string(section), old, value})
}

package sqlite

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"paddock/backend/club"
)

// Section is one part of the settings that is saved as a whole.
type Section string

// The sections of club.Settings.
const (
	SectionIdentity Section = "identity"
	SectionPolicy   Section = "policy"
	SectionVAT      Section = "vat"
	SectionMentions Section = "mentions"
	SectionTerms    Section = "terms"
	SectionPapers   Section = "papers"

	SectionDiscounts Section = "discounts"
	SectionAids      Section = "aids"
	SectionAccounts  Section = "accounts"
	SectionReminders Section = "reminders"
	SectionMail      Section = "mail"
	SectionMailRules Section = "mailRules"
)

// Settings loads all sections, and the version of each; empty ones before the
// first run.
func (tx *Tx) Settings() (club.Settings, map[Section]int, error) {
	bodies, versions, err := tx.sections()
	if err != nil {
		return club.Settings{}, nil, err
	}
	tx.kept.mutex.Lock()
	defer tx.kept.mutex.Unlock()
	if !maps.Equal(bodies, tx.kept.settings.bodies) {
		settings, err := decode(bodies)
		if err != nil {
			return club.Settings{}, nil, err
		}
		tx.kept.settings = decoded{bodies, settings}
	}
	s := tx.kept.settings.settings // every caller has lists of its own
	s.VAT, s.Mentions, s.Terms = slices.Clone(s.VAT), slices.Clone(s.Mentions), slices.Clone(s.Terms)
	s.Papers, s.Discounts, s.Aids = slices.Clone(s.Papers), slices.Clone(s.Discounts), slices.Clone(s.Aids)
	s.Accounts, s.Reminders = slices.Clone(s.Accounts), slices.Clone(s.Reminders)
	s.Mail.TrustedServers = slices.Clone(s.Mail.TrustedServers)
	s.MailRules.Providers = slices.Clone(s.MailRules.Providers)
	for _, words := range s.MailRules.Words() {
		*words.Phrases = slices.Clone(*words.Phrases)
	}
	return s, versions, nil
}

func decode(bodies map[Section]string) (s club.Settings, err error) {
	// Clubs older than these sections have no row of them.
	s = club.Settings{Papers: []club.AskedPaper{}, Discounts: []club.DiscountRule{}, Aids: []club.AidKind{}, Accounts: []club.BookAccount{}, Reminders: club.DefaultReminders(), Mail: club.DefaultMail(), MailRules: club.DefaultMailRules()}
	into := map[Section]any{
		SectionIdentity: &s.Identity, SectionPolicy: &s.Policy,
		SectionVAT: &s.VAT, SectionMentions: &s.Mentions, SectionTerms: &s.Terms, SectionPapers: &s.Papers,
		SectionDiscounts: &s.Discounts, SectionAids: &s.Aids, SectionAccounts: &s.Accounts, SectionReminders: &s.Reminders, SectionMail: &s.Mail, SectionMailRules: &s.MailRules,
	}
	if bodies[SectionReminders] != "" { // its rows are not laid over the default ones
		s.Reminders = []club.ReminderLevel{}
	}
	if bodies[SectionMailRules] != "" {
		s.MailRules = club.MailRules{}
	}
	for section, body := range bodies {
		if err := json.Unmarshal([]byte(body), into[section]); err != nil {
			return s, fmt.Errorf("read settings, %s: %w", section, err)
		}
	}
	s.MailRules.Renew()
	return s, nil
}

// SectionBodies are the sections as their rows hold them.
func (tx *Tx) SectionBodies() (map[Section]string, error) {
	bodies, _, err := tx.sections()
	return bodies, err
}

func (tx *Tx) sections() (map[Section]string, map[Section]int, error) {
	if known := tx.seen.settings; known != nil {
		return known.bodies, maps.Clone(known.versions), nil
	}
	bodies, versions := map[Section]string{}, map[Section]int{}
	err := tx.each(func(s scanner) error {
		var section Section
		var body string
		var version int
		if err := s.Scan(&section, &body, &version); err != nil {
			return err
		}
		bodies[section], versions[section] = body, version
		return nil
	}, "SELECT section, body, version FROM settings")
	if err == nil {
		tx.seen.settings = &sections{bodies, maps.Clone(versions)}
	}
	return bodies, versions, err
}

// SaveSection writes one section and returns its new version.
func (tx *Tx) SaveSection(section Section, value any, actor int64) (version int, err error) {
	body, err := asJSON(value)
	if err != nil {
		return 0, fmt.Errorf("save %s: %w", section, err)
	}
	tx.seen.settings = nil
	err = tx.row(`INSERT INTO settings (section, body, version, updated_at, updated_by) VALUES (?, ?, 1, ?, ?)
		ON CONFLICT (section) DO UPDATE SET body = excluded.body, version = version + 1,
		updated_at = excluded.updated_at, updated_by = excluded.updated_by RETURNING version`,
		[]any{string(section), body, stamp(tx.Now), actor}, &version)
	return version, err
}

// AnyAcceptance reports whether any household accepted a version of the
// conditions of sale.
func (tx *Tx) AnyAcceptance(version string) (accepted bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM terms_acceptances WHERE version = ?)", []any{version}, &accepted)
	return accepted, err
}

package sqlite

import (
	"encoding/json"
	"fmt"

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
)

// Settings loads all sections, and the version of each; empty ones before the
// first run.
func (tx *Tx) Settings() (club.Settings, map[Section]int, error) {
	// Clubs older than these sections have no row of them.
	settings := club.Settings{Papers: []club.AskedPaper{}, Discounts: []club.DiscountRule{}, Aids: []club.AidKind{}}
	versions := map[Section]int{}
	into := map[Section]any{
		SectionIdentity: &settings.Identity, SectionPolicy: &settings.Policy,
		SectionVAT: &settings.VAT, SectionMentions: &settings.Mentions, SectionTerms: &settings.Terms, SectionPapers: &settings.Papers,
		SectionDiscounts: &settings.Discounts, SectionAids: &settings.Aids,
	}
	err := tx.eachSection(func(section Section, body json.RawMessage, version int) error {
		versions[section] = version
		return json.Unmarshal(body, into[section])
	})
	return settings, versions, err
}

// SectionBodies are the sections as their rows hold them.
func (tx *Tx) SectionBodies() (map[Section]json.RawMessage, error) {
	bodies := map[Section]json.RawMessage{}
	err := tx.eachSection(func(section Section, body json.RawMessage, _ int) error {
		bodies[section] = body
		return nil
	})
	return bodies, err
}

func (tx *Tx) eachSection(do func(Section, json.RawMessage, int) error) error {
	return tx.each(func(s scanner) error {
		var section Section
		var body string
		var version int
		if err := s.Scan(&section, &body, &version); err != nil {
			return err
		}
		return do(section, json.RawMessage(body), version)
	}, "SELECT section, body, version FROM settings")
}

// SaveSection writes one section and returns its new version.
func (tx *Tx) SaveSection(section Section, value any, actor int64) (version int, err error) {
	body, err := asJSON(value)
	if err != nil {
		return 0, fmt.Errorf("save %s: %w", section, err)
	}
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

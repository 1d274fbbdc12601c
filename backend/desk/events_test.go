package desk_test

import (
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// happened lists what the owner reads of the events, the latest first.
func (h *house) happened() (what []string) {
	h.t.Helper()
	rows, err := h.Events().Rows(desk.As(ctx, h.owner), desk.ListQuery{})
	h.must(err)
	for _, e := range rows {
		if e.Who != h.owner.Name || e.Day == "" || e.Seq == 0 {
			h.t.Errorf("%+v", e)
		}
		what = append(what, e.What)
	}
	return what
}

// RULES section 4: what was written is known by the version that wrote it.
func TestAnotherVersionThatOpensTheDataIsAnEntryOfTheJournalOnce(t *testing.T) {
	h := openClub(t)
	for range 2 {
		h.must(h.Close())
		o := h.options()
		o.Version = "2.0.0"
		opened, err := desk.Open(ctx, o)
		h.must(err)
		h.Desk = opened
	}
	if what := h.happened(); len(what) != 2 || what[0] != "Paddock 2.0.0, avant test" {
		t.Errorf("%q", what)
	}
	h.proved()
	h.must(h.Close())
	o := h.options()
	o.Version, o.ReadOnly = "3.0.0", true
	read, err := desk.Open(ctx, o)
	h.must(err)
	h.Desk = read
	if what := h.happened(); len(what) != 2 {
		t.Errorf("who only reads writes %q", what)
	}
}

func TestSettingsPeopleExportsRestoresAndClosingsAreOnTheListOfEvents(t *testing.T) {
	h := openClub(t)
	h.sellTo(h.join("Delcourt", "Manon").ID, h.goods("Mors", 24_00), cash(24_00)...)
	_, err := h.ChangePIN(ctx, h.req(), desk.ChangePIN{PIN: "7392"})
	h.must(err)
	h.closes("2026-10-07")
	_, err = h.EntriesFiles(ctx, h.req(), "2026-10-01", "2026-10-31")
	h.must(err)
	_, err = h.Archive(ctx, h.req(), calendar.Period{First: "2026-10-01", Last: "2026-10-31"}, t.TempDir())
	h.must(err)
	_, err = h.VATFiles(ctx, "2026-10-01", "2026-10-31")
	h.must(err)
	_, err = h.ExportHouseholds(desk.As(ctx, h.owner), desk.HouseholdQuery{}, desk.XLSX)
	h.must(err)
	_, err = h.Backup(ctx, h.req(), filepath.Join(t.TempDir(), "copie.paddock"))
	h.must(err)
	file := h.backedUp()
	_, err = h.restore("", file)
	h.must(err)
	h.open()
	want := []string{
		"Sauvegarde restaurée avec Paddock test", "Sauvegarde faite : copie.paddock", "Liste exportée : Familles (XLSX)",
		"Liste exportée : TVA due par jour (CSV), du 1er octobre 2026 au 31 octobre 2026", "Liste exportée : TVA due (PDF), du 1er octobre 2026 au 31 octobre 2026",
		"Liste exportée : TVA due (CSV), du 1er octobre 2026 au 31 octobre 2026", "Archive du 7 octobre 2026 au 7 octobre 2026",
		"Écritures exportées du 1er octobre 2026 au 7 octobre 2026", "Clôture du jour Z-2026-10-07", "Personne : " + h.owner.Name, "Club ouvert, Paddock test",
	}
	if what := h.happened(); strings.Join(what, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s", strings.Join(what, "\n"))
	}
	h.proved()
}

func TestAnAttestationIsOfAVersionAndFilledInForTheClub(t *testing.T) {
	h := openClub(t)
	for text, code := range map[string]club.Code{
		" ": club.CodeRequired, "Je soussigné atteste.": club.CodeAttestationVersion, strings.Repeat("{version}", 10_000): club.CodeTooLong,
	} {
		_, err := h.MakeAttestation(ctx, h.req(), desk.Attestation{Text: text})
		wantRefusal(t, err, code, "text")
	}
	made, err := h.MakeAttestation(ctx, h.req(), desk.Attestation{Text: "Le logiciel {program}, version {version},\n\nutilisé par {club}, {address}. {inconnu}"})
	h.must(err)
	text := textOf(t, made.Raw)
	for _, part := range []string{"Le logiciel Paddock, version test,", "utilisé par ", "{inconnu}"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in %s", part, text)
		}
	}
	if what := h.happened(); what[0] != "Attestation faite pour Paddock test" || made.Name != "Attestation de l’éditeur test.pdf" {
		t.Errorf("%q, %s", what, made.Name)
	}
	h.proved()
}

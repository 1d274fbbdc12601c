package desk_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// TestVerifyNamesTheFirstEntryThatWasTouchedAndWhatWasDone covers the faults
// found in real products (RULES section 4) as far as they can be made here.
func TestVerifyNamesTheFirstEntryThatWasTouchedAndWhatWasDone(t *testing.T) {
	const drop = "DROP TRIGGER "
	for name, test := range map[string]struct {
		tamper []string
		doc    string // the entry that must be named: the first of this document, or of this kind and document
		code   string
		says   []string
	}{
		"a line's price": {[]string{drop + "invoice_lines_no_update", "UPDATE invoice_lines SET cents = 100 WHERE invoice = 2"},
			"F2026-0002", "documentChanged", []string{"F2026-0002", "lines[0].cents", "3500", "100"}},
		"a VAT rate": {[]string{drop + "invoice_vat_no_update", "UPDATE invoice_vat SET vat_cents = 0, net_cents = gross_cents WHERE invoice = 2"},
			"F2026-0002", "documentChanged", []string{"vat[0]"}},
		"the way of a payment": {[]string{drop + "payments_no_update", "UPDATE payments SET way = 'card' WHERE id = 2"},
			"2026-10-07-0002", "paymentChanged", []string{"way", "cash", "card"}},
		"a receipt's number": {[]string{drop + "payments_no_update", "UPDATE payments SET receipt = '2026-10-07-0099' WHERE id = 2"},
			"2026-10-07-0002", "paymentChanged", []string{"receipt"}},
		"a deleted payment": {[]string{drop + "payments_no_delete", drop + "allocations_no_delete", "PRAGMA foreign_keys = 0", "DELETE FROM allocations WHERE payment = 2", "DELETE FROM payments WHERE id = 2"},
			"2026-10-07-0002", "paymentMissing", nil},
		"a deleted invoice": {[]string{"PRAGMA foreign_keys = 0", drop + "invoices_no_delete", "DELETE FROM invoices WHERE id = 3"},
			"F2026-0003", "documentMissing", nil},
		"a closed sale reopened": {[]string{"UPDATE settlements SET settled_cents = 0, next_due_day = '2026-10-07' WHERE invoice = 2"},
			"F2026-0002", "settlementWrong", nil},
		"a due day that is put off": {[]string{"UPDATE settlements SET next_due_day = '2030-01-01' WHERE invoice = 4"},
			"F2026-0004", "settlementOff", []string{"F2026-0004"}},
		"another account on every paper": {[]string{"UPDATE settings SET body = json_set(body, '$.iban', 'FR1420041010050500013M02606') WHERE section = 'identity'"},
			"club.opened ", "settingsChanged", []string{"identity.iban", "FR1420041010050500013M02606"}},
		"a rule the owner changed, changed again": {[]string{"UPDATE settings SET body = json_set(body, '$.termDays', 99) WHERE section = 'policy'"},
			"settings.changed ", "settingsChanged", []string{"policy.termDays", "21", "99"}},
		"a rate more": {[]string{"UPDATE settings SET body = json_insert(body, '$[#]', json('{\"code\":\"mine\"}')) WHERE section = 'vat'"},
			"club.opened ", "settingsChanged", []string{"vat[", "mine"}},
		"settings taken away": {[]string{"DELETE FROM settings WHERE section = 'terms'"},
			"club.opened ", "settingsUnreadable", []string{"terms"}},
		"money moved to another invoice": {[]string{drop + "allocations_no_update", "UPDATE allocations SET invoice = 3 WHERE id = 2"},
			"F2026-0002", "settlementWrong", nil},
		"an accounting entry": {[]string{drop + "postings_no_update", "UPDATE postings SET debit_cents = debit_cents + 1 WHERE entry = 2 AND debit_cents > 0"},
			"", "entryUnbalanced", nil},
		"a sale booked on another account": {[]string{drop + "postings_no_update", "UPDATE postings SET role = 'sales.membership' WHERE role = 'sales.goods' AND entry = (SELECT id FROM entries WHERE invoice = 2)"},
			"F2026-0002", "entriesChanged", []string{"F2026-0002"}},
		"money booked for another family": {[]string{drop + "postings_no_update", "UPDATE postings SET household = NULL WHERE role = 'customers' AND entry = (SELECT id FROM entries WHERE payment = 2)"},
			"2026-10-07-0002", "entriesChanged", nil},
		"an entry taken out whole": {[]string{drop + "postings_no_delete", drop + "entries_no_delete", "DELETE FROM postings WHERE entry = (SELECT id FROM entries WHERE payment = 2)", "DELETE FROM entries WHERE payment = 2"},
			"2026-10-07-0002", "entriesChanged", nil},
		"an entry put on another day": {[]string{drop + "entries_no_update", "UPDATE entries SET day = '2025-12-31' WHERE invoice = 2"},
			"F2026-0002", "entriesChanged", nil},
		"due VAT put on another day": {[]string{drop + "entries_no_update", "UPDATE entries SET day = '2025-12-31' WHERE invoice = 4 AND journal = 'misc'"},
			"F2026-0004", "entriesChanged", nil},
		"an entry with another text": {[]string{drop + "entries_no_update", "UPDATE entries SET text = 'x' WHERE payment = 2"},
			"2026-10-07-0002", "entriesChanged", nil},
		"money received by nobody": {[]string{drop + "payments_no_update", "PRAGMA foreign_keys = 0", "UPDATE payments SET received_by = 99 WHERE id = 2"},
			"2026-10-07-0002", "handChanged", []string{"2026-10-07-0002"}},
		"an invoice issued by somebody else": {[]string{drop + "invoices_no_update", "PRAGMA foreign_keys = 0", "UPDATE invoices SET issued_by = 99 WHERE id = 2"},
			"F2026-0002", "handChanged", nil},
		"who settled an invoice": {[]string{drop + "allocations_no_update", "PRAGMA foreign_keys = 0", "UPDATE allocations SET allocated_by = 99 WHERE invoice = 2"},
			"payment.received 2026-10-07-0002", "allocationHandChanged", []string{"F2026-0002"}},
		"when an invoice was settled": {[]string{drop + "allocations_no_update", "UPDATE allocations SET allocated_at = '?' WHERE invoice = 2"},
			"payment.received 2026-10-07-0002", "allocationHandChanged", nil},
		"the moment beside a journal line": {[]string{drop + "journal_no_update", "UPDATE journal SET at = '2020-01-01' WHERE doc = 'F2026-0002'"},
			"F2026-0002", "label", nil},
		"a whole table": {[]string{"PRAGMA foreign_keys = 0", "DROP TABLE prints"},
			"", "tableMissing", []string{"prints"}},
		"a sealed table made anew": {[]string{"PRAGMA foreign_keys = 0", "ALTER TABLE payments RENAME COLUMN cents TO paid"},
			"", "guardChanged", nil},
		"an entry nobody made": {[]string{"INSERT INTO postings (entry, n, role, debit_cents, credit_cents) VALUES (99, 1, 'bank', 5, 0), (99, 2, 'cash', 0, 5)", "INSERT INTO entries (id, day, journal, text) VALUES (99, '2026-10-07', 'misc', '?')"},
			"", "entriesForeign", nil},
		"a journal line": {[]string{drop + "journal_no_update", "UPDATE journal SET line = replace(line, '3500', '100') WHERE doc = 'F2026-0002'"},
			"F2026-0002", "altered", nil},
		"another seller on an invoice": {[]string{drop + "invoices_no_update", "UPDATE invoices SET seller = '{\"name\":\"x\"}' WHERE id = 2"},
			"F2026-0002", "documentChanged", []string{"seller."}},
		"an invoice that points to what another says": {[]string{drop + "invoices_no_update", "UPDATE invoices SET snapshot = (SELECT max(seq) FROM journal WHERE kind = 'snapshot.taken') WHERE id = 2"},
			"F2026-0002", "documentChanged", []string{"mentions[0]"}},
		"an invoice that points to nothing": {[]string{drop + "invoices_no_update", "UPDATE invoices SET snapshot = 1 WHERE id = 2"},
			"F2026-0002", "documentUnreadable", nil},
		"what every invoice says": {[]string{drop + "journal_no_update", "UPDATE journal SET line = replace(line, '\"seller\"', '\"saler\"') WHERE kind = 'snapshot.taken'"},
			"snapshot.taken ", "altered", nil},
		"a deleted journal entry": {[]string{drop + "journal_no_delete", "DELETE FROM journal WHERE doc = 'F2026-0002'"},
			"F2026-0002", "entryMissing", nil},
		"the end of the journal deleted": {[]string{drop + "journal_no_delete", "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"},
			"last", "behindSealLog", nil},
		"a guard that lets all through": {[]string{drop + "invoices_no_update", "CREATE TRIGGER invoices_no_update BEFORE UPDATE ON invoices WHEN 0 BEGIN SELECT RAISE(ABORT, 'sealed: invoices'); END"},
			"", "guardChanged", []string{"invoices_no_update"}},
		"a trigger of somebody else": {[]string{"CREATE TRIGGER discount AFTER INSERT ON payments BEGIN UPDATE settlements SET settled_cents = 0; END"},
			"", "guardChanged", []string{"discount"}},
		"two units more in a card's ledger": {[]string{drop + "card_movements_no_update", "UPDATE card_movements SET units = 12, balance = 12 WHERE card = 1"},
			"invoice.issued F2026-0004", "rowChanged", []string{"F2026-0004", "balance", "10", "12"}},
		"a movement that gives a card two units": {[]string{"INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by) VALUES (1, 2, 12, 'sold', '2026-10-07T10:00:00.000Z', 1)"},
			"invoice.issued F2026-0004", "rowNeverSealed", []string{"F2026-0004"}},
		"a card that is good for longer": {[]string{"UPDATE cards SET valid_through = '2027-10-07' WHERE id = 1"},
			"payment.received 2026-10-07-0004", "rowChanged", []string{"validThrough", "2026-11-07", "2027-10-07"}},
		"a card for another rider": {[]string{drop + "cards_fixed", "UPDATE cards SET rider = 1 WHERE id = 1"},
			"invoice.issued F2026-0004", "rowChanged", []string{"rider"}},
		"a card given back that lives again": {[]string{drop + "card_movements_no_delete", "DELETE FROM card_movements WHERE card = 2 AND why = 'credited'"},
			"creditNote.issued F2026-0006", "rowMissing", []string{"F2026-0005"}},
		"a card nobody sold": {[]string{"INSERT INTO cards (rider, offer, invoice_line, n, name, units, months) VALUES (2, 1, 1, 1, 'x', 10, 1)"},
			"", "rowNeverSealed", []string{"F2026-0001"}},
		"a card taken away": {[]string{"PRAGMA foreign_keys = 0", drop + "cards_no_delete", "DELETE FROM cards WHERE id = 1"},
			"invoice.issued F2026-0004", "rowMissing", nil},
		"a licence for longer": {[]string{drop + "licences_fixed", "UPDATE licences SET valid_through = '2030-12-31' WHERE id = 1"},
			"invoice.issued F2026-0004", "rowChanged", []string{"validThrough"}},
		"a licence withdrawn that is asked for again": {[]string{"UPDATE licences SET credit_note = NULL WHERE id = 2"},
			"creditNote.issued F2026-0006", "rowChanged", []string{"creditNote"}},
		"the amount of a link": {[]string{drop + "requests_fixed", "UPDATE requests SET cents = 1 WHERE id = 1"},
			"money.requested F2026-0004", "rowChanged", []string{"cents", "6500"}},
		"a link to another page": {[]string{drop + "requests_fixed", "UPDATE requests SET url = 'https://thief.example' WHERE id = 1"},
			"money.requested F2026-0004", "rowChanged", []string{"thief.example"}},
		"a link that asks for another invoice": {[]string{drop + "request_invoices_no_update", "UPDATE request_invoices SET invoice = 3 WHERE request = 1"},
			"money.requested F2026-0004", "rowChanged", []string{"invoices[0]"}},
		"a link nobody asked for": {[]string{"INSERT INTO requests (id, kind, cents, url, state, until_day, created_at, created_by) VALUES (9, 'link', 100, '', 'open', '2026-10-14', '2026-10-08', 1)", "INSERT INTO request_invoices VALUES (9, 2)"},
			"", "rowNeverSealed", []string{"F2026-0002"}},
		"a link marked as paid": {[]string{"UPDATE requests SET state = 'paid' WHERE id = 1"},
			"money.requested F2026-0004", "rowChanged", []string{"open", "paid"}},
		"a link marked as open again": {[]string{"UPDATE requests SET state = 'open' WHERE id = 2"},
			"credit.allocated F2026-0005", "rowChanged", []string{"open", "paid"}},
		"a deleted duplicate": {[]string{drop + "prints_no_delete", "DELETE FROM prints WHERE copy = 1"},
			"document.duplicated F2026-0004", "rowMissing", []string{"F2026-0004"}},
		"a deleted original": {[]string{drop + "prints_no_delete", "DELETE FROM prints WHERE copy = 0"},
			"document.printed F2026-0004", "rowMissing", nil},
		"why a credit note was made": {[]string{"UPDATE reasons SET text = 'Prix faux' WHERE id = (SELECT reason FROM invoices WHERE number = 'F2026-0006')"},
			"creditNote.issued F2026-0006", "reasonChanged", []string{"F2026-0006"}},
		"a journal hash": {[]string{drop + "journal_no_update", "UPDATE journal SET hash = printf('%064d', 7) WHERE doc = 'F2026-0002'"},
			"F2026-0002", "hashAltered", nil},
		"a guard dropped": {[]string{drop + "invoices_no_update"}, "", "guardMissing", []string{"invoices_no_update"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.change(func(p *club.Policy) { p.TermDays = 21 })
			for range 3 {
				s.sell(cash(3500), "gloves")
			}
			kept := s.sell([]billing.Tender{cheque(7000), link(6500)}, "card", "licence")
			for range 2 {
				_, err := s.PrintInvoice(ctx, s.req(), kept.Invoice.ID)
				s.must(err)
			}
			s.credit(s.sell([]billing.Tender{cheque(7000), link(6500)}, "card", "Manon's licence").Invoice.ID)
			seqs, n := map[string]int64{}, int64(0)
			s.journal(func(kind, line string) {
				n++
				_, doc, _ := strings.Cut(line, `"doc":"`)
				doc, _, _ = strings.Cut(doc, `"`)
				for _, name := range []string{doc, kind + " " + doc} {
					if seqs[name] == 0 {
						seqs[name] = n
					}
				}
				seqs["last"] = n
			})
			s.proved()
			s.behindItsBack(test.tamper...)
			proof, err := s.Verify(ctx)
			s.must(err)
			if proof.OK || proof.First == nil {
				t.Fatal("nothing was found")
			}
			var found *journal.Finding
			for i := range proof.Findings {
				if proof.Findings[i].Code == test.code {
					found = &proof.Findings[i]
					break
				}
			}
			if found == nil {
				t.Fatalf("no %s among %+v", test.code, proof.Findings)
			}
			want := seqs[test.doc]
			if test.code == "behindSealLog" {
				want-- // the last entry that is still there
			}
			if test.doc != "" && (found.Seq != want || proof.First.Seq > want) {
				t.Errorf("entry %d was touched; %s names %d, the first is %d", want, test.code, found.Seq, proof.First.Seq)
			}
			for _, word := range test.says {
				if !strings.Contains(found.What, word) {
					t.Errorf("%q does not say %q", found.What, word)
				}
			}
		})
	}
}

func TestYesterdaysCopyPutBackIsBehindTheSealLog(t *testing.T) {
	s := newShop(t)
	s.sell(cash(3500), "gloves")
	s.must(s.Close())
	file := filepath.Join(s.dir, "paddock.db")
	yesterday, err := os.ReadFile(file)
	s.must(err)
	s.open()
	s.sell(cash(3500), "gloves")
	s.must(s.Close())
	s.must(os.WriteFile(file, yesterday, 0o600))
	s.open()
	proof, err := s.Verify(ctx)
	s.must(err)
	if proof.OK || proof.Findings[0].Code != "behindSealLog" {
		t.Errorf("%+v", proof)
	}
}

func TestALogCutShortIsNotMendedSoThatVerifyCanSaySo(t *testing.T) {
	for lacks, code := range map[int]string{journal.MostBehind: "", journal.MostBehind + 1: "sealLogCut"} {
		h := openClub(t)
		for day := range journal.MostBehind + 2 {
			h.change(func(p *club.Policy) { p.TermDays = day })
		}
		h.must(h.Close())
		file := filepath.Join(h.dir, sqlite.SealFile)
		log, err := os.ReadFile(file)
		h.must(err)
		lines := strings.SplitAfter(string(log), "\n")
		h.must(os.WriteFile(file, []byte(strings.Join(lines[:len(lines)-1-lacks], "")), 0o600))
		h.open()
		proof, err := h.Verify(ctx)
		h.must(err)
		if proof.OK != (code == "") || code != "" && proof.Findings[0].Code != code {
			t.Errorf("%d lines cut: %+v", lacks, proof)
		}
	}
}

func TestALogGarbledByAPowerCutIsMendedAndOneThatSaysOtherwiseIsNot(t *testing.T) {
	for name, test := range map[string]struct {
		garble func(lines []string)
		code   string
	}{
		"a hole before the end": {func(l []string) { l[len(l)-3] = "\x00\x00" + l[len(l)-3][9:] }, ""},
		"a hole at the end":     {func(l []string) { l[len(l)-2] = "\x00\x00\x00" }, ""},
		"a hole, and a line of another chain after it": {func(l []string) {
			l[len(l)-3], l[len(l)-2] = "x\n", l[len(l)-2][:3]+strings.Repeat("a", 64)+"\n"
		}, "sealedAnew"},
	} {
		h := openClub(t)
		for day := range 12 {
			h.change(func(p *club.Policy) { p.TermDays = day })
		}
		h.must(h.Close())
		file := filepath.Join(h.dir, sqlite.SealFile)
		whole, err := os.ReadFile(file)
		h.must(err)
		lines := strings.SplitAfter(string(whole), "\n")
		test.garble(lines)
		h.must(os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600))
		h.open()
		proof, err := h.Verify(ctx)
		h.must(err)
		mended, err := os.ReadFile(file)
		h.must(err)
		if test.code == "" && (!proof.OK || len(proof.Findings) > 0 || string(mended) != string(whole)) {
			t.Errorf("%s: %+v\n%s", name, proof, mended)
		}
		if test.code != "" && (proof.OK || proof.Findings[0].Code != test.code) {
			t.Errorf("%s: %+v", name, proof)
		}
	}
}

func TestTheDatabaseItselfRefusesToChangeASealedRow(t *testing.T) {
	s := newShop(t)
	s.sell(cash(3500), "gloves")
	s.must(s.Close())
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(s.dir, "paddock.db"))
	s.must(err)
	defer db.Close()
	for _, statement := range []string{
		"UPDATE invoices SET total_cents = 1", "DELETE FROM invoices", "UPDATE invoice_lines SET cents = 1", "DELETE FROM invoice_lines",
		"UPDATE payments SET cents = 1", "DELETE FROM payments", "DELETE FROM allocations", "DELETE FROM journal",
		"UPDATE journal SET line = ''", "DELETE FROM entries", "UPDATE postings SET debit_cents = 1 WHERE debit_cents > 0",
		"INSERT INTO invoice_lines (invoice, n, offer, kind, text, quantity, unit_cents, cents, now_cents) VALUES (1, 9, 1, 'goods', 'x', 1, 1, 1, 1)",
		"INSERT INTO allocations (payment, invoice, cents, day, allocated_at, allocated_by) VALUES (1, 1, 1, '2026-10-07', '', 1)",
		"INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
		"INSERT INTO invoices SELECT 2, kind, series, year, 3, 'F2026-0003', order_ref, 'x', day, due_day, household, original, language, total_cents, now_cents, on_account, seller, buyer, mentions, terms_version, terms_at, reason, training, issued_at, issued_by FROM invoices",
	} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("accepted: %s", statement)
		}
	}
}

func TestABackupIsCheckedAndARestoreBeginsWithAnEntryThatSaysSo(t *testing.T) {
	s := newShop(t)
	s.sell(cash(3500), "gloves")
	file := filepath.Join(t.TempDir(), "club.paddock")
	made, err := s.Backup(ctx, s.req(), file)
	s.must(err)
	s.sell(cash(3500), "gloves")
	s.must(s.Close())
	kept, err := desk.Restore(ctx, s.options(), "", made.File)
	s.must(err)
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the data from before: %v", err)
	}
	for _, sidecar := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(filepath.Join(s.dir, "paddock.db"+sidecar)); err == nil {
			t.Errorf("a stale %s is left", sidecar)
		}
	}
	s.open()
	s.proved()
	if got := s.sell(cash(3500), "gloves").Invoice.Number; got != "F2026-0002" {
		t.Errorf("after the restore: %s", got)
	}
	s.proved()
	kinds := ""
	s.journal(func(kind, _ string) { kinds += kind + " " })
	if !strings.Contains(kinds, "data.restored") {
		t.Errorf("no entry says so: %s", kinds)
	}

	elsewhere := newShop(t)
	elsewhere.must(elsewhere.Close())
	elsewhere.dir = filepath.Join(t.TempDir(), "another computer")
	_, err = desk.Restore(ctx, elsewhere.options(), "", made.File)
	s.must(err)
	elsewhere.open()
	elsewhere.proved()
}

func TestDataWithoutAClubNeverTakesThePlaceOfAClub(t *testing.T) {
	empty := emptyHouse(t)
	file := filepath.Join(t.TempDir(), "empty.paddock")
	_, err := empty.Backup(ctx, desk.Request{}, file)
	empty.refuses(err, club.CodeClubMissing)
	empty.must(empty.Close())

	raw, err := os.ReadFile(filepath.Join(empty.dir, sqlite.File)) // as an older program would have made it
	empty.must(err)
	empty.must(os.WriteFile(file, raw, 0o600))
	empty.must(os.WriteFile(file+sqlite.SumSuffix, fmt.Appendf(nil, "%x  empty.paddock\n", sha256.Sum256(raw)), 0o600))
	s := newShop(t)
	s.sell(cash(3500), "gloves")
	s.must(s.Close())
	_, err = desk.Restore(ctx, s.options(), "", file)
	s.refuses(err, club.CodeClubMissing)
	s.open()
	s.proved()
	if _, err := s.DocumentNumbered(ctx, "F2026-0001"); err != nil {
		t.Errorf("the club is gone: %v", err)
	}
}

func TestABackupKeepsToItsNameWhateverTheFolderIsCalledAndToItsOwner(t *testing.T) {
	s := newShop(t)
	s.must(s.Close())
	s.dir = filepath.Join(t.TempDir(), "Écurie n°1 #2 100%25 ?mode=memory")
	s.must(os.Mkdir(s.dir, 0o755))
	s.open()
	_, err := s.OpenClub(ctx, desk.Request{}, firstRun())
	s.must(err)
	away := t.TempDir()
	made, err := s.Backup(ctx, desk.Request{Actor: s.owner}, away)
	s.must(err)
	for _, name := range []string{made.File, made.File + sqlite.SumSuffix, filepath.Join(s.dir, sqlite.File), filepath.Join(s.dir, sqlite.SealFile)} {
		info, err := os.Stat(name)
		s.must(err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the rights %s", filepath.Base(name), info.Mode())
		}
	}
	s.must(s.Close())
	_, err = desk.Restore(ctx, s.options(), "", made.File)
	s.must(err)
	s.open()
	s.proved()
	_, err = s.Backup(ctx, desk.Request{Actor: s.owner}, filepath.Join(away, "gone", "club.paddock"))
	s.refuses(err, club.CodeFileNotWritten)
}

func TestEveryFlippedBitOfABackupIsSeenBeforeAnythingIsTouched(t *testing.T) {
	s := newShop(t)
	s.sell(cash(3500), "gloves")
	file := filepath.Join(t.TempDir(), "club.paddock")
	_, err := s.Backup(ctx, s.req(), file)
	s.must(err)
	s.must(s.Close())
	whole, err := os.ReadFile(file)
	s.must(err)
	before, err := os.ReadFile(filepath.Join(s.dir, "paddock.db"))
	s.must(err)
	for i := range 100 {
		at := (i * 7919) % len(whole)
		whole[at] ^= 1 << (i % 8)
		s.must(os.WriteFile(file, whole, 0o600))
		if _, err := desk.Restore(ctx, s.options(), "", file); err == nil {
			t.Fatalf("bit %d of byte %d", i%8, at)
		}
		whole[at] ^= 1 << (i % 8)
	}
	s.must(os.WriteFile(file, whole[:len(whole)/2], 0o600))
	if _, err := desk.Restore(ctx, s.options(), "", file); err == nil {
		t.Error("half a backup was restored")
	}
	after, err := os.ReadFile(filepath.Join(s.dir, "paddock.db"))
	s.must(err)
	if string(before) != string(after) {
		t.Error("a refused restore touched the data")
	}
}

func TestPapersAreOriginalOnceThenDuplicatesThatAreSealed(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{cheque(3000), link(500)}, "gloves")
	duplicates := func() (n int) {
		s.journal(func(kind, _ string) {
			if kind == "document.duplicated" {
				n++
			}
		})
		return n
	}
	for range 2 {
		_, err := s.PreviewInvoice(ctx, sale.Invoice.ID)
		s.must(err)
	}
	first, err := s.PrintInvoice(ctx, s.req(), sale.Invoice.ID)
	s.must(err)
	if duplicates() != 0 {
		t.Error("a preview or the original was sealed as a duplicate")
	}
	second, err := s.PrintInvoice(ctx, s.req(), sale.Invoice.ID)
	s.must(err)
	if duplicates() != 1 || string(first) == string(second) {
		t.Error("the second print is no duplicate")
	}
	_, err = s.PrintReceipt(ctx, s.req(), sale.Payments[0].ID)
	s.must(err)
	s.proved()
}

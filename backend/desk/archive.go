package desk

import (
	"context"
	"crypto/ed25519"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// archiveNotice says in French, as the law asks for, what an archive holds and how
// anybody checks it with sha256sum and openssl (BOI-TVA-DECLA-30-10-30 § 220).
//
//go:embed archive.txt
var archiveNotice string

// ArchiveMade is an archive that was written.
type ArchiveMade struct {
	File     string       `json:"file" doc:"Its place, whole path"`
	From     calendar.Day `json:"from" doc:"First day it holds"`
	To       calendar.Day `json:"to" doc:"Last day"`
	First    int64        `json:"firstSeq"`
	Last     int64        `json:"lastSeq"`
	Key      string       `json:"keyId"`
	Manifest string       `json:"manifestSha256"`
}

// sealedArchive is an archive as the chain holds it.
type sealedArchive struct {
	From     calendar.Day `json:"from"`
	To       calendar.Day `json:"to"`
	First    int64        `json:"firstSeq"`
	Last     int64        `json:"lastSeq"`
	Manifest string       `json:"manifestSha256"`
}

// Archive writes what was closed from a day to a day as one file that a third
// party can check, into a folder, and an entry that says so. The days are those
// of the daily closings among them; none is refused.
func (d *Desk) Archive(ctx context.Context, req Request, of calendar.Period, folder string) (ArchiveMade, error) {
	body := struct {
		Of     calendar.Period
		Folder string
	}{of, folder}
	return write(ctx, d, req, "archive", body, func(tx *sqlite.Tx) (ArchiveMade, error) {
		c, err := loadClub(tx)
		if err != nil {
			return ArchiveMade{}, err
		}
		if err := archiveFolder(folder); err != nil {
			return ArchiveMade{}, err
		}
		made, files, err := archived(tx, c, of)
		if err != nil {
			return made, err
		}
		id, key, err := d.signer(tx, req.Actor)
		if err != nil {
			return made, err
		}
		made.Key = id
		files[journal.KeyFile] = journal.PublicPEM(key.Public().(ed25519.PublicKey))
		files["LISEZMOI.txt"] = []byte(strings.NewReplacer("{club}", c.Identity.Name, "{du}", string(made.From), "{au}", string(made.To),
			"{version}", d.version, "{cle}", id, "{ecole}", training(c)).Replace(archiveNotice))
		manifest := journal.Manifest(files)
		files[journal.ManifestFile], files[journal.SignatureFile] = manifest, ed25519.Sign(key, manifest)
		made.Manifest = journal.Sum(manifest)
		packed, err := exchange.ZIP(files, tx.Now)
		if err != nil {
			return made, err
		}
		made.File = filepath.Join(folder, fmt.Sprintf("archive-%s-%s.zip", made.From, made.To))
		if err := writeArchive(made.File, packed); err != nil {
			return made, err
		}
		return made, tx.Seal(journal.ArchiveMade, req.Actor, "", sealedArchive{made.From, made.To, made.First, made.Last, made.Manifest})
	})
}

func training(c clubNow) string {
	if c.training {
		return locale.Text(locale.French, "status.training", nil)
	}
	return ""
}

func archiveFolder(folder string) error {
	if !filepath.IsAbs(folder) {
		return club.Refuse(club.CodeFileRelative).On("folder")
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return club.Refuse(club.CodeFileNotWritten).On("folder").With("file", folder)
	}
	return nil
}

func writeArchive(file string, packed []byte) error {
	out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if os.IsExist(err) {
		return club.Refuse(club.CodeFileExists).With("file", file)
	}
	if err != nil {
		return club.Refuse(club.CodeFileNotWritten).With("file", file)
	}
	_, err = out.Write(packed)
	if err == nil {
		err = out.Sync()
	}
	if shut := out.Close(); err == nil {
		err = shut
	}
	if err != nil {
		os.Remove(file)
		return club.Refuse(club.CodeFileNotWritten).With("file", file)
	}
	return nil
}

// archived gathers the files of an archive but for those that prove them.
func archived(tx *sqlite.Tx, c clubNow, of calendar.Period) (ArchiveMade, map[string][]byte, error) {
	files := map[string][]byte{}
	made := ArchiveMade{}
	rows, err := tx.Closings(of)
	if err != nil {
		return made, nil, err
	}
	for _, row := range rows {
		var closing billing.Closing
		if err := json.Unmarshal([]byte(row.Body), &closing); err != nil {
			return made, nil, err
		}
		signature, err := hex.DecodeString(row.Signature)
		if err != nil {
			return made, nil, err
		}
		name := journal.ClosingFolder + string(row.Kind) + "-" + string(row.Day)
		files[name+".json"], files[name+".sig"] = []byte(row.Body), signature
		made.Last = max(made.Last, row.Seq)
		if row.Kind != billing.DayClosing {
			continue
		}
		if made.First == 0 {
			made.From, made.First = row.From, closing.First
		}
		made.To = row.Day
	}
	if made.First == 0 {
		return made, nil, club.Refuse(club.CodeNothingClosed).On("from")
	}
	// What was entered on its first day before the closing before it was made, late.
	midnight, err := time.ParseInLocation(time.DateOnly, string(made.From), c.zone)
	if err != nil {
		return made, nil, err
	}
	first, err := tx.FirstEntrySince(midnight)
	if err != nil {
		return made, nil, err
	}
	made.First = min(made.First, first)
	if err := archiveChain(tx, &made, files); err != nil {
		return made, nil, err
	}
	return made, files, archiveTables(tx, calendar.Period{First: made.From, Last: made.To}, files)
}

// archiveChain adds the entries of the period, those of before that they refer to or
// that say when VAT on services fell due, and every key that signed here.
func archiveChain(tx *sqlite.Tx, made *ArchiveMade, files map[string][]byte) error {
	var lines, hashes, referred strings.Builder
	before, wanted, vat := map[int64]journal.Entry{}, []int64{}, newVATForms()
	err := tx.EachEntry(func(e journal.Entry) error {
		if _, public := keyIn(e.Line); public != nil {
			files[journal.KeysFolder+journal.KeyID(public)+".pem"] = journal.PublicPEM(public)
		}
		switch {
		case e.Seq < made.First && e.Kind == journal.SnapshotTaken:
			before[e.Seq] = e
		case e.Seq < made.First && (e.Kind == journal.ClubOpened || e.Kind == journal.SettingsChanged) && vat.rule(e.Kind, []byte(journal.Payload(e.Line))):
			before[e.Seq], wanted = e, append(wanted, e.Seq)
		case e.Seq >= made.First && e.Seq <= made.Last:
			lines.WriteString(e.Line + "\n")
			hashes.WriteString(e.HashLine())
			wanted = append(wanted, journal.References([]byte(journal.Payload(e.Line)))...)
		}
		return nil
	})
	slices.Sort(wanted)
	for _, seq := range slices.Compact(wanted) {
		if e, is := before[seq]; is {
			referred.WriteString(e.ReferredLine())
		}
	}
	files[journal.LinesFile], files[journal.HashesFile], files[journal.ReferredFile] = []byte(lines.String()), []byte(hashes.String()), []byte(referred.String())
	return err
}

// archiveTables adds documents, payments and accounting entries, whole as JSON
// and as CSV for a spreadsheet.
func archiveTables(tx *sqlite.Tx, of calendar.Period, files map[string][]byte) error {
	issued, err := tx.DocumentsIn(of)
	if err != nil {
		return err
	}
	received, err := tx.Payments(of.First, of.Last)
	if err != nil {
		return err
	}
	booked, err := tx.Entries(of.First, of.Last)
	if err != nil {
		return err
	}
	files[documentsFile+".csv"], files[paymentsFile+".csv"], files[entriesFile+".csv"] = documentsCSV(issued), paymentsCSV(received), entriesCSV(booked)
	for name, list := range map[string]any{documentsFile: issued, paymentsFile: received, entriesFile: booked} {
		raw, err := json.MarshalIndent(list, "", " ")
		if err != nil {
			return err
		}
		files[name+".json"] = append(raw, '\n')
	}
	return nil
}

// The tables of an archive, each as .csv and .json.
const documentsFile, paymentsFile, entriesFile = "factures", "reglements", "ecritures"

func documentsCSV(issued []billing.Document) []byte {
	table := exchange.Table{Columns: archiveColumns("numero", "jour:day", "nature", "foyer", "total:cents", "hors_taxe:cents", "tva:cents")}
	for _, doc := range issued {
		net, tax := doc.Total*0, doc.Total*0
		for _, g := range doc.VAT {
			net, tax = net+g.Net, tax+g.Tax
		}
		table.Rows = append(table.Rows, []any{doc.Number, doc.Day, string(doc.Kind), doc.Buyer.Name, doc.Total, net, tax})
	}
	return table.CSV(locale.French)
}

func paymentsCSV(received []billing.Payment) []byte {
	table := exchange.Table{Columns: archiveColumns("recu", "jour:day", "moyen", "montant:cents", "retour")}
	for _, p := range received {
		table.Rows = append(table.Rows, []any{p.Receipt, p.Day, string(p.Way), p.Cents, string(p.Back)})
	}
	return table.CSV(locale.French)
}

func entriesCSV(booked []sqlite.EntryRow) []byte {
	table := exchange.Table{Columns: archiveColumns("ecriture:int", "jour:day", "journal", "libelle", "role", "debit:cents", "credit:cents")}
	for _, e := range booked {
		table.Rows = append(table.Rows, []any{e.Entry, e.Day, e.Journal, e.Text, e.Role, e.Debit, e.Credit})
	}
	return table.CSV(locale.French)
}

// archiveColumns are columns by name, and by sort of cell after a colon.
func archiveColumns(heads ...string) (columns []exchange.Column) {
	kinds := map[string]exchange.Kind{"": exchange.Text, "day": exchange.Day, "cents": exchange.Cents, "int": exchange.Int}
	for _, head := range heads {
		name, kind, _ := strings.Cut(head, ":")
		columns = append(columns, exchange.Column{Head: name, Kind: kinds[kind]})
	}
	return columns
}

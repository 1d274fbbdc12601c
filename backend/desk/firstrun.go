package desk

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// FirstRun is what a club says of itself before its first sale.
type FirstRun struct {
	Owner    string          `json:"owner" doc:"Name of the owner, who is made with the club"`
	Identity club.Identity   `json:"identity"`
	Season   calendar.Season `json:"season"`
	VAT      bool            `json:"vat" doc:"The club charges VAT"`
	Link     string          `json:"link" doc:"Template of the payment page; may be empty"`
	Starter  bool            `json:"starter" doc:"Fill the catalogue with the usual offers of the country"`
	Training bool            `json:"training" doc:"Only to learn: every paper is marked, for ever"`
}

// OpenClub makes the club: its settings, its owner, its first season, and entry
// 1 of the journal, which fixes whether this is training data and names the
// installation's key.
func (d *Desk) OpenClub(ctx context.Context, req Request, in FirstRun) (Session, error) {
	req.Actor = club.Actor{} // a repeated request finds the owner the first one made, and must find its answer
	return write(ctx, d, req, "openClub", in, func(tx *sqlite.Tx) (Session, error) {
		return d.openClub(tx, in)
	})
}

func (d *Desk) openClub(tx *sqlite.Tx, in FirstRun) (Session, error) {
	if _, err := tx.Owner(); !errors.Is(err, sqlite.ErrNotFound) {
		return Session{}, errors.Join(err, club.Refuse(club.CodeClubExists))
	}
	owner := club.Staff{Name: clean(in.Owner), Role: club.Owner, Active: true}
	if owner.Name == "" {
		return Session{}, club.Refuse(club.CodeRequired).On("owner")
	}
	identity, err := checkIdentity(in.Identity)
	if err != nil {
		return Session{}, err
	}
	today, err := todayIn(identity.Zone, tx.Now)
	if err != nil {
		return Session{}, err
	}
	in.Season.ID, in.Season.Name = 0, clean(in.Season.Name)
	if err := checkSeason(in.Season, nil); err != nil {
		return Session{}, err
	}
	if owner.ID, err = tx.InsertStaff(owner); err != nil {
		return Session{}, err
	}
	settings := startSettings(identity, in, today)
	if settings.Policy, err = checkPolicy(settings.Policy); err != nil {
		return Session{}, on("link", err) // all else of the rules is Paddock's own
	}
	for section, value := range sections(&settings) {
		if _, err := tx.SaveSection(section, value, owner.ID); err != nil {
			return Session{}, err
		}
	}
	if in.Season.ID, err = tx.SaveSeason(in.Season); err != nil {
		return Session{}, err
	}
	if err := d.sealOpening(tx, owner, settings, in); err != nil {
		return Session{}, err
	}
	if err := d.starterLevels(tx, identity.Country); err != nil {
		return Session{}, err
	}
	if in.Starter {
		if err := d.starterCatalogue(tx, settings, in.Season, today); err != nil {
			return Session{}, err
		}
	}
	return d.session(tx, actorOf(owner))
}

// opening is the payload of entry 1.
type opening struct {
	Training  bool          `json:"training"`
	Program   string        `json:"program"`
	KeyID     string        `json:"keyId"`
	PublicKey string        `json:"publicKey"`
	Owner     string        `json:"owner"`
	Settings  club.Settings `json:"settings"`
}

func (d *Desk) sealOpening(tx *sqlite.Tx, owner club.Staff, settings club.Settings, in FirstRun) error {
	id, public, err := d.makeKey()
	if err != nil {
		return err
	}
	return tx.Seal(journal.ClubOpened, actorOf(owner), "", opening{
		Training: in.Training, Program: d.version, KeyID: id, PublicKey: public,
		Owner: owner.Name, Settings: settings,
	})
}

// makeKey makes the installation's key and keeps it outside the data.
func (d *Desk) makeKey() (id, public string, err error) {
	pub, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", "", fmt.Errorf("make installation key: %w", err)
	}
	id = journal.KeyID(pub)
	if err := d.keys.Save(id, private); err != nil {
		return "", "", fmt.Errorf("keep installation key: %w", err)
	}
	return id, hex.EncodeToString(pub), nil
}

// todayIn is the club-local day at an instant.
func todayIn(zone string, now time.Time) (calendar.Day, error) {
	location, err := time.LoadLocation(zone)
	if err != nil {
		return "", club.Refuse(club.CodeInvalid).On("identity.zone")
	}
	return calendar.DayOf(now, location), nil
}

func actorOf(s club.Staff) club.Actor { return club.Actor{ID: s.ID, Name: s.Name, Role: s.Role} }

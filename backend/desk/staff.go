package desk

import (
	"context"
	"encoding/json"

	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// Staff lists everybody who works or worked here, owners first.
func (d *Desk) Staff(ctx context.Context) ([]club.Staff, error) {
	return read(ctx, d, "staff", (*sqlite.Tx).Staff)
}

// SaveStaff is a person as the owner wrote them.
type SaveStaff struct {
	club.Staff
	PIN club.PIN `json:"pin,omitempty" doc:"Of a new person; may be empty"`
}

// SaveStaff adds a person (id 0) or changes one. Who leaves is no longer active
// and loses their PIN; nobody is ever deleted, because records name them.
func (d *Desk) SaveStaff(ctx context.Context, req Request, in SaveStaff) (club.Staff, error) {
	in.Name = clean(in.Name)
	var hash string
	if in.ID == 0 {
		var err error
		if hash, err = hashPIN(in.PIN); err != nil {
			return club.Staff{}, on("pin", err)
		}
	}
	return write(ctx, d, req, "saveStaff", in, func(tx *sqlite.Tx) (club.Staff, error) {
		old, err := checkStaff(tx, in.Staff)
		if err != nil {
			return club.Staff{}, err
		}
		if in.ID != 0 {
			now, err := writeStaff(tx, req.Actor, old, in.Staff)
			return now, firstError(err, actStaff(tx, old, now))
		}
		in.Active = true
		if in.ID, err = tx.InsertStaff(in.Staff); err == nil && hash != "" {
			err = savePIN(tx, in.ID, hash)
		}
		if err == nil {
			err = tx.SavePreference(in.ID, "language", string(in.Language))
		}
		if err != nil {
			return club.Staff{}, err
		}
		// Somebody who worked here stays on the list: undone, they have left.
		if err := act(tx, "saveStaff", in.Name, 0, back{"saveStaff", recordChange{in.ID, came}}); err != nil {
			return club.Staff{}, err
		}
		return sealStaff(tx, req.Actor, old, in.ID, hash != "")
	})
}

// came is what adding somebody changed, as far as it is undone.
var came = change{map[string]json.RawMessage{"active": json.RawMessage("false")}, map[string]json.RawMessage{"active": json.RawMessage("true")}}

// checkStaff refuses what a person cannot become, and returns what they are.
func checkStaff(tx *sqlite.Tx, in club.Staff) (old club.Staff, err error) {
	if in.Name == "" {
		return old, club.Refuse(club.CodeRequired).On("name")
	}
	if in.Language != "" && !in.Language.Valid() {
		return old, club.Refuse(club.CodeInvalid).On("language")
	}
	staff, err := tx.Staff()
	if err != nil {
		return old, err
	}
	for _, other := range staff {
		if other.ID == in.ID {
			old = other
		} else if other.Name == in.Name {
			return old, club.Refuse(club.CodeNameTaken).On("name").With("name", in.Name)
		}
	}
	switch {
	case in.ID == 0:
		return old, nil
	case old.ID == 0:
		return old, club.Refuse(club.CodeStaffNotFound)
	case old.Version != in.Version:
		return old, stale(old.Version, old)
	case in.Role == club.Owner && in.Active:
		return old, nil
	}
	return old, keepOwner(staff, old)
}

// staffFields is what the owner writes of a person; a PIN is given by a verb of
// its own, and who leaves loses it for good.
func staffFields(s club.Staff) club.Staff {
	s.Version, s.HasPIN = 0, false
	return s
}

// actStaff says what saving somebody who was there before changed.
func actStaff(tx *sqlite.Tx, old, now club.Staff) error {
	c, err := changed(staffFields(old), staffFields(now))
	if err != nil || c.none() {
		return firstError(err, act(tx, "saveStaff", now.Name, 0))
	}
	return act(tx, "saveStaff", now.Name, 0, back{"saveStaff", recordChange{now.ID, c}})
}

func undoStaff(u undoing, in recordChange) error {
	old, err := u.tx.StaffMember(in.ID)
	if err != nil {
		return refused(err, club.CodeStaffNotFound)
	}
	was := club.Staff{}
	if err := in.Change.putBack(staffFields(old), &was); err != nil {
		return err
	}
	was.Version = old.Version
	if _, err := checkStaff(u.tx, was); err != nil {
		return err
	}
	_, err = writeStaff(u.tx, u.actor, old, was)
	return err
}

// writeStaff changes a person as was checked.
func writeStaff(tx *sqlite.Tx, actor club.Actor, old, in club.Staff) (club.Staff, error) {
	err := tx.UpdateStaff(in)
	if err == nil && !in.Active && old.HasPIN {
		err = tx.SavePIN(in.ID, "")
	}
	if err == nil {
		err = tx.SavePreference(in.ID, "language", string(in.Language))
	}
	if err != nil {
		return in, err
	}
	return sealStaff(tx, actor, old, in.ID, false)
}

// keepOwner refuses to lose the last owner who can sit down.
func keepOwner(staff []club.Staff, leaving club.Staff) error {
	if leaving.Role != club.Owner || !leaving.Active {
		return nil
	}
	for _, other := range staff {
		if other.ID != leaving.ID && other.Role == club.Owner && other.Active && (other.HasPIN || !leaving.HasPIN) {
			return nil
		}
	}
	return club.Refuse(club.CodeLastOwner)
}

// GivePIN is a PIN the owner gives to somebody else.
type GivePIN struct {
	PIN club.PIN `json:"pin" doc:"Empty takes it away: that person can no longer sit down"`
}

// GivePIN gives somebody else a PIN, who forgot theirs or has none yet.
func (d *Desk) GivePIN(ctx context.Context, req Request, person int64, in GivePIN) (club.Staff, error) {
	hash, err := hashPIN(in.PIN)
	if err != nil {
		return club.Staff{}, on("pin", err)
	}
	return write(ctx, d, req, "givePin", person, func(tx *sqlite.Tx) (club.Staff, error) {
		if person == req.Actor.ID {
			return club.Staff{}, club.Refuse(club.CodePinOwn).On("pin")
		}
		old, err := tx.StaffMember(person)
		if err != nil {
			return club.Staff{}, refused(err, club.CodeStaffNotFound)
		}
		if !old.Active {
			return club.Staff{}, club.Refuse(club.CodeStaffNotFound)
		}
		if err := savePIN(tx, person, hash); err != nil {
			return club.Staff{}, err
		}
		return sealStaff(tx, req.Actor, old, person, true)
	})
}

// savePIN keeps somebody else's PIN. Without the owner's the desk does not lock,
// and one of the others would protect nothing.
func savePIN(tx *sqlite.Tx, person int64, hash string) error {
	if hash != "" {
		if guarded, err := tx.Guarded(); err != nil || !guarded {
			if err == nil {
				err = club.Refuse(club.CodeOwnerPinFirst).On("pin")
			}
			return err
		}
	}
	return tx.SavePIN(person, hash)
}

// ChangePIN is one's own PIN, the old and the new.
type ChangePIN struct {
	Current club.PIN `json:"current" doc:"Empty when there is none"`
	PIN     club.PIN `json:"pin" doc:"The new one. Empty takes the owner's away: the desk no longer locks"`
}

// ChangePIN changes one's own PIN. The owner's first one makes the desk lock. The
// old PIN is proved before the write that keeps the new one, so a request whose
// answer was lost is answered before it is proved again: by then it is wrong. The
// request is known by the person alone: a hash of four digits would tell them.
func (d *Desk) ChangePIN(ctx context.Context, req Request, in ChangePIN) (Session, error) {
	return once(ctx, d, req, "changePin", req.Actor.ID, func() (Session, error) { return d.changePIN(ctx, req.Actor, in) })
}

func (d *Desk) changePIN(ctx context.Context, actor club.Actor, in ChangePIN) (Session, error) {
	hash, err := hashPIN(in.PIN)
	if err != nil {
		return Session{}, on("pin", err)
	}
	if hash == "" && actor.Role != club.Owner {
		return Session{}, club.Refuse(club.CodeRequired).On("pin")
	}
	self, err := look(ctx, d, func(tx *sqlite.Tx) (club.Staff, error) { return tx.StaffMember(actor.ID) })
	if err != nil {
		return Session{}, refused(err, club.CodeClubMissing)
	}
	if self.HasPIN {
		if err := d.provePIN(ctx, self, in.Current); err != nil {
			return Session{}, on("current", err)
		}
	}
	return write(ctx, d, Request{Actor: actor}, "changePin", in, func(tx *sqlite.Tx) (Session, error) {
		if actor.Role == club.Owner {
			err = tx.SavePIN(actor.ID, hash)
		} else {
			err = savePIN(tx, actor.ID, hash)
		}
		if err != nil {
			return Session{}, err
		}
		if _, err := sealStaff(tx, actor, self, self.ID, true); err != nil {
			return Session{}, err
		}
		return d.session(tx, actor)
	})
}

// ResetPIN takes a person's PIN away, for whoever holds the computer and forgot
// it: the command line alone offers it. Without the owner's the desk does not
// lock until they choose a new one.
func (d *Desk) ResetPIN(ctx context.Context, req Request) (club.Staff, error) {
	return write(ctx, d, req, "resetPin", req.Actor.ID, func(tx *sqlite.Tx) (club.Staff, error) {
		old, err := tx.StaffMember(req.Actor.ID)
		if err != nil {
			return club.Staff{}, refused(err, club.CodeStaffNotFound)
		}
		if err := tx.SavePIN(old.ID, ""); err != nil {
			return club.Staff{}, err
		}
		return sealStaff(tx, req.Actor, old, old.ID, true)
	})
}

// staffSealed is a person as the journal knows them.
type staffSealed struct {
	Name   string    `json:"name"`
	Role   club.Role `json:"role"`
	Active bool      `json:"active"`
	HasPIN bool      `json:"hasPin"`
}

func sealedStaff(s club.Staff) staffSealed {
	return staffSealed{Name: s.Name, Role: s.Role, Active: s.Active, HasPIN: s.HasPIN}
}

// sealStaff puts what became of a person into the chain, and that their PIN was
// set, never which. What changes nothing there leaves no trace.
func sealStaff(tx *sqlite.Tx, actor club.Actor, old club.Staff, id int64, pin bool) (club.Staff, error) {
	now, err := tx.StaffMember(id)
	if err != nil || !pin && sealedStaff(old) == sealedStaff(now) {
		return now, err
	}
	return now, tx.Seal(journal.StaffChanged, actor, "", struct {
		Staff int64       `json:"staff"`
		Old   staffSealed `json:"old"`
		New   staffSealed `json:"new"`
		PIN   bool        `json:"pin"`
	}{id, sealedStaff(old), sealedStaff(now), pin})
}

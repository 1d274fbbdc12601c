package desk

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// PINCost is what one try costs.
func PINCost() argon2id.Params { return *pinCost }

// CheapPINs lets a test try thousands; their number is what it is about.
func CheapPINs(t testing.TB) {
	was := pinCost
	pinCost = &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	t.Cleanup(func() { pinCost = was })
}

// CheckDaily makes the daily check, of the chain and the sums alone from that many entries on.
func CheckDaily(d *Desk, wholeBelow int64) error {
	return d.checkDaily(context.Background(), wholeBelow)
}

// VerifyStepping is Verify that tells how far it is.
func VerifyStepping(ctx context.Context, d *Desk, step func(done, total int) error) (Proof, error) {
	return d.verify(ctx, step)
}

// CloseDayAsBefore closes a day as programs of before December 2026 did: with every
// entry there is, whatever day it was made on.
func CloseDayAsBefore(d *Desk, req Request, day calendar.Day) (Closed, error) {
	return write(context.Background(), d, req, "closeDay", day, func(tx *sqlite.Tx) (Closed, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Closed{}, err
		}
		closing, err := d.closing(tx, c, billing.DayClosing, day, false)
		if err != nil {
			return Closed{}, err
		}
		before, err := lastClosing(tx, billing.DayClosing)
		if err != nil {
			return Closed{}, err
		}
		head, err := tx.Head()
		if err != nil {
			return Closed{}, err
		}
		closing.First, closing.Last, closing.LastHash = before.seq+1, head.Seq, head.Hash
		id, key, err := d.signer(tx, req.Actor)
		if err != nil {
			return Closed{}, err
		}
		return closed(tx, req.Actor, closing, id, key)
	})
}

// HostileLists are the lists of the registry by the name of their method. Each
// writes one row whose every text is the payload, in its own columns.
func HostileLists(d *Desk) map[string]func(ctx context.Context, payload string, as Format) ([]byte, error) {
	all := map[string]func(context.Context, string, Format) ([]byte, error){
		"Reenrolment": List[ReenrolmentPackage]{desk: d, take: "reenrolment", title: "reenrolment.title", columns: reenrolmentColumns}.Hostile,
	}
	value := reflect.ValueOf(d)
	for i := range value.NumMethod() {
		kind := value.Type().Method(i)
		if kind.Type.NumIn() == 1 && kind.Type.NumOut() == 1 && strings.HasPrefix(kind.Type.Out(0).Name(), "List[") {
			list, ok := value.Method(i).Call(nil)[0].Interface().(interface {
				Hostile(context.Context, string, Format) ([]byte, error)
			})
			if ok {
				all[kind.Name] = list.Hostile
			}
		}
	}
	return all
}

// Hostile is Export of one row whose every text is the payload.
func (l List[Row]) Hostile(ctx context.Context, payload string, as Format) ([]byte, error) {
	return exported(ctx, l.desk, l.take, as, func(_ *sqlite.Tx, at listing) (sheet, error) {
		var row Row
		poison(reflect.ValueOf(&row).Elem(), payload)
		return tabled(at, l.title, l.columns, []Row{row}), nil
	})
}

// poison puts a text into everything that holds a text somebody could have typed;
// a day is a day, and a code is none of the club's.
func poison(v reflect.Value, payload string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[calendar.Day]() {
			v.SetString("2026-10-07")
		} else {
			v.SetString(payload)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				poison(v.Field(i), payload)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		poison(v.Elem(), payload)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		poison(v.Index(0), payload)
	}
}

// KeyringService is under what name the keyring holds the club's secrets.
const KeyringService = keyringService

// DefaultSecrets are those of a data folder where nothing else is said.
func DefaultSecrets(dir string) Secrets { return defaultSecrets(dir) }

// SecretFiles are where such secrets are while the keyring does not answer.
func SecretFiles(s Secrets) FileSecrets { return s.(systemSecrets).fallback }

// KeyringName is the name of a secret in the keyring.
func KeyringName(s Secrets, name string) string { return name + s.(systemSecrets).scope }

// VerifyLight is what the daily check proves of a long journal on most days.
func VerifyLight(d *Desk) (proof Proof, err error) {
	log, err := d.db.SealLog()
	if err != nil {
		return proof, err
	}
	return look(context.Background(), d, func(tx *sqlite.Tx) (Proof, error) {
		return d.proveChain(tx, untilDone(context.Background()), log, locale.English)
	})
}

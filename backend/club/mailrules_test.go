package club_test

import (
	"reflect"
	"slices"
	"testing"

	"paddock/backend/club"
)

func TestRulesThatNobodyChangedFollowTheProgramAndOthersStay(t *testing.T) {
	defaults := club.DefaultMailRules()
	stored := club.DefaultMailRules()
	later := slices.Index(stored.UnpaidEN, "quittung*")
	stored.UnpaidEN, stored.AbsentFR = stored.UnpaidEN[:later], nil
	for i := range stored.Providers {
		stored.Providers[i].Subject = `(?i)(paiement|payment|betaling).*(re[cç]u|received|ontvangen)|re[cç]u .*paiement|received .*payment`
	}
	stored.Renew()
	if !reflect.DeepEqual(stored, defaults) {
		t.Errorf("%+v", stored)
	}
	own := club.DefaultMailRules()
	own.UnpaidEN, own.AbsentNL, own.Providers[0].Subject = []string{"refus*"}, []string{}, "^Avis"
	own.Renew()
	if !slices.Equal(own.UnpaidEN, []string{"refus*"}) || len(own.AbsentNL) != 0 || own.AbsentNL == nil || own.Providers[0].Subject != "^Avis" {
		t.Errorf("%v %v %v", own.UnpaidEN, own.AbsentNL, own.Providers[0])
	}
}

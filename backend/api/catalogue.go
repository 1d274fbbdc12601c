package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

func (h handlers) catalogue(api huma.API) {
	type Filter struct {
		Kind     catalogue.Kind `query:"kind" enum:"package,card,activity,licence,membership,goods,giftCard" doc:"All kinds when missing"`
		Archived bool           `query:"archived" doc:"Those taken off sale instead"`
		Query    string         `query:"q" maxLength:"200" doc:"Part of the name or detail, or the price"`
		Season   int64          `query:"season" doc:"What is sold in it; all seasons when missing"`
		Sort     string         `query:"sort" enum:",name,-name,price,-price,sold,-sold" doc:"Within a kind; - turns it round, empty is the catalogue's own order"`
	}
	wanted := func(in Filter) desk.OfferFilter {
		return desk.OfferFilter{Kind: in.Kind, Archived: in.Archived, Query: in.Query, Season: in.Season, Sort: in.Sort}
	}
	ask(h, api, "listOffers", "/offers", "The catalogue, in its order",
		func(ctx context.Context, in *Filter) ([]desk.OfferView, error) {
			return h.desk.Offers(ctx, wanted(*in))
		})
	type filterOut struct {
		Filter
		As
	}
	export(h, api, "exportOffers", "/offers/export", "The catalogue as a file",
		func(ctx context.Context, in *filterOut) ([]byte, error) {
			return h.desk.ExportOffers(ctx, wanted(in.Filter), in.Format)
		})

	type buyer struct {
		Rider     club.RiderID     `query:"rider"`
		Household club.HouseholdID `query:"household"`
	}
	ask(h, api, "listOffersFor", "/offers-for", "What can be sold to somebody, and what does not fit with the reason",
		func(ctx context.Context, in *buyer) (desk.OffersFor, error) {
			return h.desk.OffersFor(ctx, in.Rider, in.Household)
		})

	type added struct {
		Keyed
		Body catalogue.Offer
	}
	do(h, api, "POST", "addOffer", "/offers", "Add an offer",
		func(ctx context.Context, req desk.Request, in *added) (desk.OfferView, error) {
			in.Body.ID = 0
			return h.desk.SaveOffer(ctx, req, in.Body)
		})

	type changed struct {
		Keyed
		ID   catalogue.OfferID `path:"id"`
		Body catalogue.Offer
	}
	do(h, api, "PUT", "changeOffer", "/offers/{id}", "Change an offer, for sales to come",
		func(ctx context.Context, req desk.Request, in *changed) (desk.OfferView, error) {
			in.Body.ID = in.ID
			return h.desk.SaveOffer(ctx, req, in.Body)
		})

	type chosen struct {
		Keyed
		ID catalogue.OfferID `path:"id"`
	}
	do(h, api, "POST", "archiveOffer", "/offers/{id}/archive", "Take an offer off sale",
		func(ctx context.Context, req desk.Request, in *chosen) (desk.OfferView, error) {
			return h.desk.ArchiveOffer(ctx, req, in.ID)
		})
	do(h, api, "POST", "restoreOffer", "/offers/{id}/restore", "Put an offer on sale again",
		func(ctx context.Context, req desk.Request, in *chosen) (desk.OfferView, error) {
			return h.desk.RestoreOffer(ctx, req, in.ID)
		})
	do(h, api, "POST", "duplicateOffer", "/offers/{id}/duplicate", "Copy an offer",
		func(ctx context.Context, req desk.Request, in *chosen) (desk.OfferView, error) {
			return h.desk.DuplicateOffer(ctx, req, in.ID)
		})
	do(h, api, "POST", "duplicateOfferToNextSeason", "/offers/{id}/next-season", "Copy an offer for the season after its own",
		func(ctx context.Context, req desk.Request, in *chosen) (desk.OfferView, error) {
			return h.desk.DuplicateToNextSeason(ctx, req, in.ID)
		})

	ask(h, api, "planSeason", "/offers/next-season", "What preparing the season to come would copy",
		func(ctx context.Context, _ *struct{}) (desk.SeasonPlan, error) { return h.desk.SeasonPlan(ctx) })
	type prepared struct {
		Keyed
		Body desk.PrepareSeason
	}
	do(h, api, "POST", "prepareSeason", "/offers/next-season", "Copy offers to the season to come, all or none",
		func(ctx context.Context, req desk.Request, in *prepared) ([]desk.OfferView, error) {
			return h.desk.PrepareSeason(ctx, req, in.Body)
		})

	listed(h, api, "StockMovements", "/stock-movements", "What came into the stock of an offer and left it, the latest first", (*desk.Desk).StockMovements)
	type stocked struct {
		Keyed
		ID   catalogue.OfferID `path:"id"`
		Body desk.MoveStock
	}
	do(h, api, "POST", "moveStock", "/offers/{id}/stock", "Count, receive or correct the stock of an offer",
		func(ctx context.Context, req desk.Request, in *stocked) (desk.OfferView, error) {
			return h.desk.MoveStock(ctx, req, in.ID, in.Body)
		})

	type moved struct {
		Keyed
		ID   catalogue.OfferID `path:"id"`
		Body desk.MoveOffer
	}
	do(h, api, "POST", "moveOffer", "/offers/{id}/move", "Change the place of an offer among those of its kind",
		func(ctx context.Context, req desk.Request, in *moved) (desk.OfferView, error) {
			return h.desk.MoveOffer(ctx, req, in.ID, in.Body)
		})
}

-- +goose Up

-- Of whom two groups were merged: the lesson the place was bought in.
ALTER TABLE bookings ADD COLUMN merged_from INTEGER REFERENCES lessons (id);
CREATE INDEX bookings_merged ON bookings (merged_from) WHERE merged_from IS NOT NULL;

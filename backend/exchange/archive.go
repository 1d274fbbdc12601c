package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"paddock/backend/club"
)

// What an archive may hold when it is read: it comes from anywhere.
const (
	mostArchiveFiles = 20_000
	mostArchiveBytes = 1 << 30 // unpacked, all together
)

// ZIP packs files, in order of name, all of one moment.
func ZIP(files map[string][]byte, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
		if _, err := w.Write(files[name]); err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return out.Bytes(), nil
}

// UnZIP reads the files of an archive into memory, and no more of them than the
// limits above, whatever the archive says of itself. Nothing is written to disk.
func UnZIP(file string) (map[string][]byte, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, club.Refuse(club.CodeArchiveUnreadable).With("file", file)
	}
	archive, err := zip.OpenReader(file)
	if err != nil {
		return nil, club.Refuse(club.CodeArchiveUnreadable).With("file", file)
	}
	defer archive.Close()
	if len(archive.File) > mostArchiveFiles {
		return nil, club.Refuse(club.CodeFileUnzipped).With("megabytes", mostArchiveBytes>>20)
	}
	files, left := map[string][]byte{}, int64(mostArchiveBytes)
	for _, part := range archive.File {
		_, twice := files[part.Name]
		if twice || strings.HasSuffix(part.Name, "/") {
			return nil, club.Refuse(club.CodeArchiveUnreadable).With("file", file)
		}
		raw, err := unpack(part, left)
		if err != nil {
			return nil, club.Refuse(club.CodeArchiveUnreadable).With("file", file)
		}
		if left -= int64(len(raw)); left < 0 {
			return nil, club.Refuse(club.CodeFileUnzipped).With("megabytes", mostArchiveBytes>>20)
		}
		files[part.Name] = raw
	}
	return files, nil
}

// unpack reads a part, and one byte more than is left.
func unpack(part *zip.File, left int64) ([]byte, error) {
	r, err := part.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, left+1))
}

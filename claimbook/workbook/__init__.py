"""The book as a spreadsheet: assumptions as named cells, each quantity and each sum as a live formula."""

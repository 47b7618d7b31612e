"""The situation of one moment as files other programs read: picture, document, map page, workbook, data."""

"""The side panel inside Google Sheets: a Google Workspace add-on that asks Amber over HTTP and shows cards."""

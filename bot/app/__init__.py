"""The composition root: settings → store → snapshots → desks → Slack. The only place that chooses a backend."""

-- The session that is sending the message now; what a dead one had claimed is free again.
alter table outbox add column claimed_by text;

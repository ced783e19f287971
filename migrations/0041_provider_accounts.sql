-- One account of ours for each account at a provider. Only adds: earlier code makes rows of the provider "credential" alone, which
-- the index leaves out.
CREATE UNIQUE INDEX account_provider ON account (provider_id, account_id) WHERE provider_id != 'credential';

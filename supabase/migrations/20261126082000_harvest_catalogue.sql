/*
 * What harvesters ask for: which records of the catalogue were changed since, in the order in which
 * they were. What was retired is among them, so that nobody keeps what we do not offer any more
 * (docs/decisions/0024).
 */
create index instruments_updated_at_idx on public.instruments (updated_at, id);
create index datasets_updated_at_idx on public.datasets (updated_at, id);
create index literature_items_updated_at_idx on public.literature_items (updated_at, id);
create index services_updated_at_idx on public.services (updated_at, id);

create function public.harvest_catalogue(
  kinds         public.resource_kind[],
  changed_from  timestamptz default null,
  changed_until timestamptz default null,
  of_platform   uuid default null,
  cities        text[] default null,
  after_at      timestamptz default null,
  after_id      uuid default null,
  size          integer default 100
)
returns table (
  kind        public.resource_kind,
  id          uuid,
  changed_at  timestamptz,
  is_retired  boolean,
  platform_id uuid,
  city        text
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  select changes.kind, changes.id, changes.changed_at, changes.is_retired, platforms.id, platforms.city
  from (
    select
      'instrument'::public.resource_kind as kind, instruments.id, instruments.updated_at as changed_at,
      instruments.retired_at is not null as is_retired, instruments.platform_id
    from public.instruments
    union all
    select 'dataset', datasets.id, datasets.updated_at, datasets.retired_at is not null, datasets.platform_id
    from public.datasets
    union all
    select
      'literature', items.id, items.updated_at, items.retired_at is not null, items.platform_id
    from public.literature_items as items
    union all
    select 'service', services.id, services.updated_at, services.retired_at is not null, services.platform_id
    from public.services
  ) as changes
  join public.platforms on platforms.id = changes.platform_id
  where changes.kind = any (harvest_catalogue.kinds)
    and (harvest_catalogue.changed_from is null or changes.changed_at >= harvest_catalogue.changed_from)
    and (harvest_catalogue.changed_until is null or changes.changed_at < harvest_catalogue.changed_until)
    and (harvest_catalogue.of_platform is null or changes.platform_id = harvest_catalogue.of_platform)
    and (harvest_catalogue.cities is null or platforms.city = any (harvest_catalogue.cities))
    and (
      harvest_catalogue.after_at is null
      or (changes.changed_at, changes.id) > (harvest_catalogue.after_at, harvest_catalogue.after_id)
    )
  order by changes.changed_at, changes.id
  limit least(harvest_catalogue.size, 1000);
end;
$$;
comment on function public.harvest_catalogue is 'The next so many records of the catalogue by when they were last changed, retired ones among them: those changed from one instant until before another, of a platform, or of platforms in cities.';

grant execute on function public.harvest_catalogue(
  public.resource_kind[], timestamptz, timestamptz, uuid, text[], timestamptz, uuid, integer
) to anon, authenticated, service_role;

-- Health of OnshoreBoundary, DataResidency and SiteAttestation, by the rules of kstatus and in their order.
-- Beyond them: a policy that somebody suspended is Suspended, and one in mode Enforce that is known to be broken
-- (Compliant=False) is Degraded. In Audit and Warn a violation is a finding, not an outage.
local function health(status, message)
  return { status = status, message = message or "" }
end

if obj.metadata.deletionTimestamp ~= nil then
  return health("Progressing", "being deleted")
end
if obj.spec ~= nil and obj.spec.suspend == true then
  return health("Suspended", "spec.suspend is true: nothing is applied or proved")
end
if obj.status == nil or obj.status.conditions == nil then
  return health("Progressing", "not looked at yet")
end
if obj.status.observedGeneration ~= nil and obj.status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "the last change was not looked at yet")
end

local conditions = {}
for _, condition in ipairs(obj.status.conditions) do
  conditions[condition.type] = condition
end
local function is(type, status)
  return conditions[type] ~= nil and conditions[type].status == status
end

if is("Reconciling", "True") then
  return health("Progressing", conditions.Reconciling.message)
end
if is("Stalled", "True") then
  return health("Degraded", conditions.Stalled.message)
end
if not is("Ready", "True") then
  return health("Progressing", conditions.Ready and conditions.Ready.message or "not looked at yet")
end
if is("Compliant", "False") and obj.spec.mode == "Enforce" then
  return health("Degraded", conditions.Compliant.message)
end
return health("Healthy", conditions.Ready.message)

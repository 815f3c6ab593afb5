namespace Itoloc.Nn;
class Placeholder;

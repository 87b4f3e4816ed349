from planning.models.plans import Basis, Group, Plan, PlanVersion, Target

__all__ = ["Basis", "Group", "Plan", "PlanVersion", "Target"]

-- Who meets a recipe by a task, and which project uses it, is looked up.
CREATE INDEX task_recipe ON task (recipe_id);
